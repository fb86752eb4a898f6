import Foundation
import Testing

extension EndToEnd {
    /// A whole season, played by every office's service and commands.
    @Suite struct SeasonTests {
        private struct Outcome: Equatable {
            /// What every office's store says.
            let stores: [String]
            let reports: [String: Data]
        }

        private func play(_ arguments: String...) async throws -> Outcome {
            let folder = try TestFolder()
            let (files, digest) = (folder.file("season"), folder.file("digest"))
            let result = try await Program.start(
                ["demo", "season", "--workers", "100", "--files", files, "--digest", digest] + arguments
            ).result(within: .seconds(240))
            #expect(result.status == 0, "\(result.output)\(result.errors)")
            #expect(!result.output.contains("✘"))
            try expectSecrecy(files)
            var reports: [String: Data] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: files) where name.hasPrefix("report-") {
                reports[name] = FileManager.default.contents(atPath: "\(files)/\(name)")
            }
            #expect(reports.count == 8)
            let stores = try String(contentsOfFile: digest, encoding: .utf8).split(separator: "\n").map(String.init)
            return Outcome(stores: stores, reports: reports)
        }

        /// Names and numbers are in the list that the hub was given, and in its vault, encrypted; and in nothing else that anybody wrote.
        private func expectSecrecy(_ folder: String) throws {
            var count = 0
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name != "workers.csv" {
                guard let content = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
                count += 1
                for secret in ["Hư Cấu", "Giả Định", "F00000"] { #expect(content.range(of: Data(secret.utf8)) == nil, "\(name)") }
            }
            #expect(count > 20)
        }

        @Test(.timeLimit(.minutes(10)))
        func `each service is killed twenty times, and the stores and reports are those of a season that nobody disturbed`() async throws {
            let calm = try await play("--seed", "11")
            let disturbed = try await play("--seed", "11", "--kills", "20")
            for (left, right) in zip(calm.stores, disturbed.stores) { #expect(left == right) }
            #expect(calm == disturbed)
            let other = try await play("--seed", "12")
            #expect(other.stores != calm.stores)
        }
    }
}
