import Crypto
import Foundation
import Testing
import ZeroMQ

@testable import Client

struct EnrolmentTests {
    private let identity = Curve25519.Signing.PrivateKey()

    private func request(gate: String? = "HN", name: String = "huu-nghi") throws -> EnrolmentRequest {
        try EnrolmentRequest(
            name: name,
            role: "border",
            gate: gate,
            publicKey: CurveKeyPair.generate().publicKey.description,
            identity: identity,
            madeAt: Date(timeIntervalSince1970: 1_795_000_000)
        )
    }

    @Test func `a request is read as it was made, with a gate and without`() throws {
        for gate in ["HN", nil] {
            let made = try request(gate: gate)
            let read = try EnrolmentRequest(text: made.text)
            #expect(read == made)
            #expect(read.fingerprint == made.fingerprint && read.fingerprint.count == 24)
            #expect(read.date == Date(timeIntervalSince1970: 1_795_000_000))
        }
    }

    @Test func `a key with any of Z85's characters is read as it was made`() throws {
        for _ in 0..<50 { #expect(try EnrolmentRequest(text: request().text).signature.count == 128) }
    }

    @Test func `whatever is changed in a request, it is refused`() throws {
        let text = try request().text
        let other = try request(name: "chi-ma").text
        func line(_ text: String, _ name: String) -> String { text.split(separator: "\n").first { $0.hasPrefix(name) }.map(String.init) ?? "" }
        for name in ["name", "public_key", "signature"] {
            let changed = text.replacing(line(text, name), with: line(other, name))
            #expect(throws: EnrolmentError.self, "\(name)") { try EnrolmentRequest(text: changed) }
        }
        for (old, new) in [("'border'", "'operator'"), ("'HN'", "'TT'"), ("gate: 'HN'\n", ""), ("2026", "2027"), ("enrolment 1\n", "enrolment 2\n")] {
            #expect(throws: EnrolmentError.self, "\(new)") { try EnrolmentRequest(text: text.replacing(old, with: new)) }
        }
        #expect(throws: EnrolmentError.self) { try EnrolmentRequest(text: String(text.dropLast(20))) }
    }

    @Test func `any text is a request or none, and never a trap`() throws {
        var random = SplitMix(seed: 5)
        let text = Array(try request().text.utf8)
        for _ in 0..<3_000 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 9...255, using: &random)
            }
            guard let read = try? EnrolmentRequest(text: String(decoding: bytes, as: UTF8.self)) else { continue }
            // A comment may change, or a digit's capitals.
            #expect(read.text.lowercased() == String(decoding: text, as: UTF8.self).lowercased())
        }
    }

    @Test func `an agency asks, gets its profile, and asks again with the same identity`() throws {
        let folder = Folder()
        let keys = AgencyKeys(folder: folder.path, name: "bank")
        let first = try keys.begin(role: "bank", gate: nil, at: Date())
        #expect(throws: EnrolmentError.self) { try keys.begin(role: "bank", gate: nil, at: Date()) }
        func answer(_ request: EnrolmentRequest, name: String = "bank") throws -> EnrolmentAnswer {
            EnrolmentAnswer(
                endpoint: "tcp://127.0.0.1:5570",
                serverKey: try CurveKeyPair.generate().publicKey.description,
                principal: name,
                role: "bank",
                gate: nil,
                publicKey: request.publicKey
            )
        }
        #expect(throws: EnrolmentError.self) { try keys.finish(answer(first, name: "desk")) }
        let answer1 = try EnrolmentAnswer(text: answer(first).text)
        try keys.finish(answer1)
        let profile = try Profile(file: keys.profilePath)
        #expect(profile.keys.publicKey.description == first.publicKey && profile.serverKey.description == answer1.server_key)

        let second = try keys.renew(at: Date())
        #expect(second.identity == first.identity && second.publicKey != first.publicKey)
        // Until the answer is there, the profile is the earlier one; and an older answer is not taken for it.
        #expect(try Profile(file: keys.profilePath).keys.publicKey.description == first.publicKey)
        #expect(throws: EnrolmentError.self) { try keys.finish(answer1) }
        try keys.finish(answer(second))
        #expect(try Profile(file: keys.profilePath).keys.publicKey.description == second.publicKey)
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }
}
