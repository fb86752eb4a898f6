import Contracts
import Foundation
import Testing

/// A checkpoint's folder, made by the program.
struct Checkpoint {
    let folder: TestFolder
    private let gateway: TestGateway
    let home: String

    init(_ gateway: TestGateway) async throws {
        self.gateway = gateway
        folder = try TestFolder()
        home = folder.file("checkpoint")
        let profile = try gateway.profileFile(gateway.addPrincipal("huu-nghi", .border, gate: "HN"))
        let made = try await Program.run("checkpoint", "init", home, "--profile", profile, "--lang", "en")
        #expect(made.status == 0, "\(made.errors)")
        #expect(try await run("scan", "--input", "/dev/null").status == 78)
        #expect(try await run("key", "make").status == 0)
        #expect(try await run("key", "make").status == 75)
    }

    func run(_ arguments: String...) async throws -> Program.Result { try await run(arguments) }
    func run(_ arguments: [String]) async throws -> Program.Result { try await start(arguments).result(within: .seconds(60)) }
    func start(_ arguments: String...) throws -> RunningProgram { try start(arguments) }

    private func start(_ arguments: [String]) throws -> RunningProgram {
        try Program.start(["checkpoint"] + arguments + ["--home", home, "--lang", "en"])
    }

    struct Summary: Decodable {
        let matches: Int
        let unknown: Int
        let repeats: Int
    }

    func summary(_ result: Program.Result) throws -> Summary { try JSONDecoder().decode(Summary.self, from: Data((result.lines.last ?? "").utf8)) }

    /// Nothing that was read is in any file of the office.
    func expectNoTrace(of words: [String]) throws {
        for file in try FileManager.default.subpathsOfDirectory(atPath: home) {
            guard let content = FileManager.default.contents(atPath: home + "/" + file) else { continue }
            for word in words { #expect(content.range(of: Data(word.utf8)) == nil, "\(file)") }
        }
    }
}
