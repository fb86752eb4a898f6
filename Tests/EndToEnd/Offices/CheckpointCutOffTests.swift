import Agencies
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// Commands of a clerk that are cut off, as by a power failure, and given again.
    @Suite struct CheckpointCutOffTests {
        /// A post of an exercise, on a clock that stands until a test moves it: so that two of them can be compared.
        private struct Post {
            let home: String
            private let clock: String

            init(_ name: String, _ folder: TestFolder, profile: String, key: String) async throws {
                home = folder.file(name)
                clock = folder.file("clock-\(name)")
                try set(0)
                let made = try await start(["init", home, "--profile", profile, "--exercise", "--seed", "7"], hasHome: false).result()
                #expect(made.status == 0, "\(made.errors)")
                #expect(try await run(["key", "import", key]).status == 0)
            }

            /// - Parameter minutes: After 8 o'clock of a day.
            func set(_ minutes: Int) throws {
                try "\(1_793_000_000_000_000 + minutes * 60_000_000)".write(toFile: clock, atomically: true, encoding: .utf8)
            }

            func start(_ arguments: [String], hasHome: Bool = true) throws -> RunningProgram {
                try Program.start(["checkpoint"] + arguments + (hasHome ? ["--home", home] : []), environment: ["CUAKHAU_CLOCK": clock])
            }

            func run(_ arguments: [String]) async throws -> Program.Result { try await start(arguments).result() }

            /// What its store says, and how much waits for the gateway.
            func content() throws -> [String] {
                let store = try OfficeStore(path: home + "/store.sqlite", of: CheckpointOffice.self)
                defer { store.close() }
                return try store.read { try StoreDigest($0).lines + ["waiting \(OfficeStatus($0).waiting)"] }
            }
        }

        @Test(.timeLimit(.minutes(3)))
        func `whatever is cut off and given again, the store is that of a day that nobody disturbed`() async throws {
            let folder = try TestFolder()
            let gateway = try TestGateway()
            let profile = try gateway.profileFile(gateway.addPrincipal("huu-nghi", .border, gate: "HN"))
            let key = folder.file("token.key")
            try Data((0..<32).map { UInt8($0) }).write(to: URL(filePath: key))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
            let (calm, cut) = (
                try await Post("calm", folder, profile: profile, key: key), try await Post("cut", folder, profile: profile, key: key)
            )
            let zones = try folder.write((0..<300).flatMap { Passport.lines("C\(1_000_000 + $0)") }.joined(separator: "\n"), to: "zones.txt")
            // Each with how many lines of its output are waited for before it is killed; nil: it is killed after its end, before it said so to anybody.
            let steps: [([String], Int?)] = [
                (["gate", "open"], nil), (["scan", "--input", zones, "--json"], 40), (["scan", "--input", zones, "--direction", "entry"], 0),
                (["gate", "suspend", "--until", "2026-12-24T12:00"], nil), (["gate", "open", "--ends-current"], 0),
                (["handover", "--adults", "6", "--minors", "2", "--need", "medical"], 0), (["handover", "--adults", "3"], nil),
                (["alert", "issue", "--urgency", "immediate", "--severity", "severe", "--certainty", "likely", "--marker", "1116"], 0),
                (["alert", "issue", "--urgency", "expected", "--severity", "minor", "--certainty", "likely", "--commune", "06001"], nil),
            ]
            for (number, (arguments, lines)) in steps.enumerated() {
                for post in [calm, cut] { try post.set(number * 20) }
                let whole = try await calm.run(arguments)
                #expect(whole.status == 0, "\(arguments) \(whole.errors)")
                let first = try cut.start(arguments)
                if let lines {
                    try await wait(for: "it is in the middle of its work") { !first.isRunning || first.output.split(separator: "\n").count >= lines }
                    first.kill()
                } else {
                    #expect(try await first.status() == 0)
                    // The clerk, who saw nothing of it, tries again some minutes later: a repeat brings no second one, and says so.
                    try cut.set(number * 20 + 5)
                }
                let again = try await cut.run(arguments)
                #expect([0, 75].contains(again.status), "\(arguments) \(again.errors)")
                #expect(lines != nil || again.status == 75 || arguments[0] == "scan", "\(arguments)")
                #expect(try cut.content() == calm.content(), "\(arguments)")
            }
        }
    }
}
