import Foundation
import Testing

@testable import cuakhau

extension EndToEnd {
    /// What a whole demo writes, and what must be nowhere in it.
    @Suite struct SecrecyTests {
        private static let workers = 60

        /// Everything that stands for a person in the demo: documents, workers, contracts, loans, cases.
        private static let personal: [String] =
            (-2..<workers).map(Fictitious.token)
            + [2, 3, 6, 7].flatMap { kind in
                (0..<workers).map { Fictitious.ulid(kind, $0) }
            }

        /// Finds any of them in a file, by the bytes before the last ones: a file is walked once.
        private static func found(in data: Data) -> String? {
            personal.first { data.range(of: Data($0.utf8)) != nil }
        }

        @Test(.timeLimit(.minutes(2)))
        func `no log, no error, no metric and no file of the gateway holds anything that stands for a person`() async throws {
            let folder = try TestFolder()
            let demo = try await Program.run("demo", "morning", "--workers", "\(Self.workers)", "--files", folder.file("demo"), within: .seconds(100))
            #expect(demo.status == 0, "\(demo.errors)")
            #expect(Self.found(in: Data(demo.output.utf8)) == nil && Self.found(in: Data(demo.errors.utf8)) == nil)

            var (looked, own) = (0, 0)
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder.file("demo")) {
                guard let data = FileManager.default.contents(atPath: folder.file("demo/\(name)")) else { continue }
                // An agency's own outbox is on its own disk.
                if name.contains(".outbox") {
                    own += Self.found(in: data) == nil ? 0 : 1
                    continue
                }
                looked += 1
                #expect(Self.found(in: data) == nil, "\(name) holds \(Self.found(in: data) ?? "")")
            }
            // There was something to look at, and the looking finds what is there.
            #expect(looked > 10)
            #expect(own > 0)
        }
    }
}
