import Foundation
import Testing

@testable import Broker

/// `officers.yaml`, as a person may have edited it.
struct OfficerFileTests {
    private static let key = Data(repeating: 7, count: 32).base64EncodedString()
    private static let officer = Officer(
        office: "affairs",
        name: "officer-1",
        publicKey: [UInt8](repeating: 7, count: 32),
        created: "2026-10-25",
        expires: "2027-10-25"
    )

    private func withFile(_ text: String?, _ body: (inout OfficerFile, _ path: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("officers.yaml").path
        try text?.write(toFile: path, atomically: true, encoding: .utf8)
        var file = OfficerFile(path: path)
        try body(&file, path)
    }

    @Test(arguments: [
        "{officer: affairs, public_key: '\(key)', created: 2026-10-25, expires: 2027-10-25}",
        "{officer: Affairs/officer-1, public_key: '\(key)', created: 2026-10-25, expires: 2027-10-25}",
        "{officer: affairs/a b, public_key: '\(key)', created: 2026-10-25, expires: 2027-10-25}",
        "{officer: affairs/officer-1, public_key: 'AAAA', created: 2026-10-25, expires: 2027-10-25}",
        "{officer: affairs/officer-1, public_key: '\(key)', created: 25.10.2026, expires: 2027-10-25}",
        "{officer: affairs/officer-1, public_key: '\(key)', created: 2027-10-26, expires: 2027-10-25}",
        "{officer: affairs/officer-1, public_key: '\(key)'}",
        "{officer: affairs/officer-2, public_key: '\(key)', created: 2026-10-25, expires: 2027-10-25}",
    ])
    func `a list with a wrong line is refused whole`(line: String) throws {
        let sound = "{officer: affairs/officer-0, public_key: '\(Self.key)', created: 2026-10-25, expires: 2027-10-25}"
        try withFile("officers:\n- \(sound)\n") { file, _ in
            let count = try file.officers().count
            #expect(count == 1)
        }
        try withFile("officers:\n- \(sound)\n- \(line)\n") { file, _ in
            #expect(throws: HomeError.self) { try file.officers() }
        }
    }

    @Test func `a home without the file has no officers, and what is saved is read`() throws {
        try withFile(nil) { file, path in
            #expect(try file.loadIfChanged() == [])
            #expect(try file.loadIfChanged() == nil)
            try file.save([Self.officer])
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            #expect(try file.loadIfChanged() == [Self.officer])
            #expect(try file.loadIfChanged() == nil)
            try FileManager.default.removeItem(atPath: path)
            #expect(try file.loadIfChanged() == [])
        }
    }

    @Test func `a list that could not be read is looked at again`() throws {
        try withFile("officers: nobody\n") { file, path in
            #expect(throws: HomeError.self) { try file.loadIfChanged() }
            #expect(throws: HomeError.self) { try file.loadIfChanged() }
            try OfficerFile(path: path).save([Self.officer])
            #expect(try file.loadIfChanged() == [Self.officer])
        }
    }
}
