import Foundation
import Testing

/// A bank's folder, and how its commands are run.
final class BankFolder {
    let folder: TestFolder
    let home: String
    private let clock: String

    init(_ folder: TestFolder, profile: String, day: String) async throws {
        self.folder = folder
        home = folder.file("bank")
        clock = folder.file("clock")
        try move(to: day)
        let made = try await run("init", home, "--profile", profile, "--exercise", "--seed", "7", atHome: false)
        #expect(made.status == 0, "\(made.errors)")
        let settings = home + "/office.yaml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        try text.replacing("commune_offices: {}", with: "commune_offices: {\"06001\": commune-a}").write(
            toFile: settings,
            atomically: true,
            encoding: .utf8
        )
    }

    /// Eight in the morning in Vietnam.
    func move(to day: String) throws {
        let time = try #require(ISO8601DateFormatter().date(from: "\(day)T01:00:00Z")).timeIntervalSince1970
        try "\(Int64(time))000000".write(toFile: clock, atomically: true, encoding: .utf8)
    }

    func start() throws -> RunningProgram {
        try Program.start(["bank", "run", "--home", home], environment: ["CUAKHAU_CLOCK": clock])
    }

    /// Starts one of its commands.
    func start(_ arguments: [String], output: FileHandle? = nil) throws -> RunningProgram {
        try Program.start(["bank"] + arguments + ["--home", home, "--lang", "en"], output: output, environment: ["CUAKHAU_CLOCK": clock])
    }

    var storePath: String { home + "/store.sqlite" }

    func run(_ arguments: String..., atHome: Bool = true, input: String? = nil) async throws -> Program.Result {
        let all = ["bank"] + arguments + (atHome ? ["--home", home] : []) + ["--lang", "en"]
        return try await Program.start(all, input: input, environment: ["CUAKHAU_CLOCK": clock]).result()
    }

    /// The lines of a list, as JSON.
    func list(_ arguments: String...) async throws -> [[String: Any]] {
        let result = try await Program.start(
            ["bank"] + arguments + ["--json", "--home", home],
            environment: ["CUAKHAU_CLOCK": clock]
        ).result()
        return try result.lines.map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    }
}
