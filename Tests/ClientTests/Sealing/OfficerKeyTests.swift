import Foundation
import Testing

@testable import Client

/// Officers' keys in files, their fingerprints, and the days of their use.
struct OfficerKeyTests {
    private let folder = Folder()
    private let cast = SealCast()

    private var path: String { folder.path + "/officer.key" }

    private func code(_ body: () throws -> Void) -> SealError.Code? { #expect(throws: SealError.self) { try body() }?.code }

    @Test func `a key survives its file, which only its owner can read`() throws {
        try cast.first.save(to: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        let read = try OfficerKey(file: path)
        #expect(read.publicKey == cast.first.publicKey)
        #expect(try cast.text(try cast.sealed(), read) == SealCast.words)
    }

    @Test func `a key is never written over another`() throws {
        try cast.first.save(to: path)
        #expect(code { try cast.second.save(to: path) } == .unusableKey)
        #expect(try OfficerKey(file: path).publicKey == cast.first.publicKey)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["officer.key"])
    }

    @Test func `a key that others can read is not used`() throws {
        try cast.first.save(to: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(code { _ = try OfficerKey(file: path) } == .unusableKey)
    }

    @Test func `what is no key is not used`() throws {
        for text in ["", "officer: affairs/officer-1\n", "officer: affairs/officer-1\npublic_key: AA==\ncreated: x\nexpires: y\nsecret_key: AA==\n"] {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect(code { _ = try OfficerKey(file: path) } == .unusableKey)
        }
        // Another officer's public half.
        try FileManager.default.removeItem(atPath: path)
        try cast.first.save(to: path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let (own, other) = (cast.first.publicKey.content.public_key, cast.second.publicKey.content.public_key)
        try text.replacingOccurrences(of: own, with: other).write(toFile: path, atomically: false, encoding: .utf8)
        #expect(code { _ = try OfficerKey(file: path) } == .unusableKey)
    }

    @Test func `the public file holds no secret, and the same key`() throws {
        let yaml = try cast.first.publicKey.yaml
        #expect(!yaml.contains("secret"))
        #expect(yaml.contains("\(cast.first.publicKey.fingerprint)"))
        try yaml.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try OfficerPublicKey(file: path) == cast.first.publicKey)
    }

    @Test func `the fingerprint is another one for another key, officer or day`() throws {
        let key = cast.first.publicKey
        let other = try OfficerPublicKey(officer: OfficerName("affairs/officer-2"), bytes: key.bytes, created: key.created, expires: key.expires)
        let longer = try OfficerPublicKey(officer: key.officer, bytes: key.bytes, created: key.created, expires: key.expires.adding(days: 1))
        let all = [key, other, longer, cast.second.publicKey].map { "\($0.fingerprint)" }
        #expect(Set(all).count == 4)
        #expect(all.allSatisfy { $0.count == 47 && $0.split(separator: " ").allSatisfy { $0.count == 5 } })
    }

    @Test func `a fingerprint is read however it is grouped`() {
        let print = cast.first.publicKey.fingerprint
        #expect(Fingerprint(print.groups.joined()) == print)
        #expect(Fingerprint(" " + print.groups.joined(separator: "-") + "\n") == print)
        for text in ["", "12345", print.groups.joined() + "1", String(repeating: "x", count: 40), String(repeating: "١", count: 40)] {
            #expect(Fingerprint(text) == nil)
        }
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01 ", "1969-12-31", "2026/01/01", "+026-01-01"])
    func `what is no day is refused`(text: String) { #expect(Day(text) == nil) }

    @Test func `days are counted over leap years`() {
        #expect(Day("2024-02-28")?.adding(days: 2).description == "2024-03-01")
        #expect(Day("2026-12-31")?.adding(days: 1).description == "2027-01-01")
        #expect(SealCast.day < SealCast.day.adding(days: 1))
    }

    @Test(arguments: ["affairs", "affairs/", "/officer-1", "a/officer-1", "affairs/Officer", "affairs/a/b", "affairs/a b", "Affairs/x", ""])
    func `what is no officer's name is refused`(text: String) { #expect(throws: SealError.self) { try OfficerName(text) } }
}
