import Contracts
import Foundation
import Testing

@testable import Broker

/// `principals.yaml`, as a person may have edited it.
struct PrincipalFileTests {
    private static let key = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

    /// Writes a list, hands it over, and removes it.
    private func withFile(_ text: String, _ body: (PrincipalFile, _ path: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("principals.yaml").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try body(PrincipalFile(path: path), path)
    }

    @Test(arguments: [
        "- {name: bank/x, role: bank, keys: ['\(key)']}", "- {name: b, role: bank, keys: ['\(key)']}",
        "- {name: bank, role: bank, gate: hn, keys: ['\(key)']}", "- {name: bank, role: bank, keys: []}",
        "- {name: bank, role: bank, keys: [short]}", "- {name: bank, role: banker, keys: ['\(key)']}",
    ])
    func `a list with a wrong line is refused whole`(line: String) throws {
        try withFile("principals:\n\(line)\n") { file, _ in
            #expect(throws: HomeError.self) { try file.principals() }
        }
    }

    @Test func `a list that could not be read is looked at again, though it has not changed since`() throws {
        try withFile("principals:\n- {name: bank, role: bank, keys: ['\(Self.key)']}\n") { principals, path in
            let policy = PolicyFile(path: path + ".policy")
            try PolicyFile.text(.whole(.standard)).write(toFile: policy.path, atomically: true, encoding: .utf8)
            var file = DirectoryFiles(principals: principals, policy: policy)
            _ = try file.load()
            // The file changes, and the look at the change fails: a program out of file descriptors sees this.
            try "principals:\n- {name: bank, role: bank, keys: ['\(Self.key)'], revoked: true}\n".write(
                toFile: path,
                atomically: true,
                encoding: .utf8
            )
            try FileManager.default.moveItem(atPath: path, toPath: path + ".aside")
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            #expect(throws: HomeError.self) { try file.loadIfChanged() }
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: path + ".aside", toPath: path)
            #expect(try file.loadIfChanged()?.admission(ofKey: Self.key, at: 0) == .revoked)
            #expect(try file.loadIfChanged() == nil)
            // And a policy that was never there lets nobody in.
            try FileManager.default.removeItem(atPath: policy.path)
            #expect(throws: HomeError.self) { try file.load() }
        }
    }
}
