import Foundation
import Testing

@testable import Client

/// Nothing is sealed to a key that its officer did not confirm.
struct KnownOfficersTests {
    private let folder = Folder()
    private let cast = SealCast()

    private var path: String { KnownOfficers.path(besideProfile: folder.path + "/huu-nghi.yaml") }

    private func code(_ names: [OfficerKey], _ known: KnownOfficers, _ directory: [OfficerKey]) -> SealError.Code? {
        do throws(SealError) {
            _ = try known.keys(of: names.map(\.publicKey.officer), in: directory.map(\.publicKey))
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `the file lies beside the profile, and only its owner can change it`() throws {
        #expect(path == folder.path + "/huu-nghi.officers.yaml")
        var known = try KnownOfficers(file: path)
        try known.confirm(cast.first.publicKey, fingerprint: cast.first.publicKey.fingerprint)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try KnownOfficers(file: path).officers == [cast.first.publicKey])
        try FileManager.default.setAttributes([.posixPermissions: 0o660], ofItemAtPath: path)
        #expect(throws: SealError.self) { try KnownOfficers(file: path) }
    }

    @Test func `a key is used once its fingerprint was confirmed, and not before`() throws {
        var known = try KnownOfficers(file: path)
        #expect(code([cast.first], known, [cast.first]) == .unconfirmedKey)
        let wrong = #expect(throws: SealError.self) {
            try known.confirm(cast.first.publicKey, fingerprint: cast.second.publicKey.fingerprint)
        }
        #expect(wrong?.code == .wrongFingerprint)
        #expect(code([cast.first], known, [cast.first]) == .unconfirmedKey)
        try known.confirm(cast.first.publicKey, fingerprint: cast.first.publicKey.fingerprint)
        #expect(try known.keys(of: [cast.first.publicKey.officer], in: [cast.first.publicKey]) == [cast.first.publicKey])
        #expect(code([cast.first, cast.second], known, [cast.first, cast.second]) == .unconfirmedKey, "one of two is not enough")
    }

    @Test func `an exchanged key is refused, and a new one takes its place once confirmed`() throws {
        var known = try KnownOfficers(file: path)
        try known.confirm(cast.first.publicKey, fingerprint: cast.first.publicKey.fingerprint)
        let other = try SealCast.key("affairs/officer-1")
        #expect(code([cast.first], known, [other]) == .changedKey)
        try known.confirm(other.publicKey, fingerprint: other.publicKey.fingerprint)
        #expect(code([cast.first], known, [other]) == nil)
        #expect(code([cast.first], known, [cast.first]) == .changedKey, "the earlier one is out")
        #expect(try KnownOfficers(file: path).officers == [other.publicKey])
    }

    @Test func `a longer life for the same key is a change too`() throws {
        var known = try KnownOfficers(file: path)
        let key = cast.first.publicKey
        try known.confirm(key, fingerprint: key.fingerprint)
        let longer = try OfficerPublicKey(officer: key.officer, bytes: key.bytes, created: key.created, expires: key.expires.adding(days: 400))
        let error = #expect(throws: SealError.self) { try known.keys(of: [key.officer], in: [longer]) }
        #expect(error?.code == .changedKey)
    }

    @Test func `an officer who is not in the directory any more gets nothing`() throws {
        var known = try KnownOfficers(file: path)
        try known.confirm(cast.first.publicKey, fingerprint: cast.first.publicKey.fingerprint)
        #expect(code([cast.first], known, []) == .unknownOfficer)
    }

    @Test func `a writer is known by the confirmed key alone`() throws {
        var known = try KnownOfficers(file: path)
        #expect(known.officer(withKey: cast.post.publicKey.bytes) == nil)
        try known.confirm(cast.post.publicKey, fingerprint: cast.post.publicKey.fingerprint)
        #expect(known.officer(withKey: cast.post.publicKey.bytes)?.description == "huu-nghi/post-1")
    }

    @Test func `a file that is none is not taken for an empty one`() throws {
        try "officers: nobody\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(throws: SealError.self) { try KnownOfficers(file: path) }
    }
}
