import Crypto
import Foundation
import Testing

@testable import Client

/// The golden seals of Protocols/vectors, which another implementation made.
struct SealVectorTests {
    struct File: Decodable {
        let officers: [Officer]
        let seals: [Seal]
    }

    struct Officer: Decodable {
        let officer: String
        let secret_key: String
        let public_key: String
        let created: String
        let expires: String
        let key_id: String
        let fingerprint: String

        func key() throws -> OfficerKey {
            let secret = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: SealVectorTests.bytes(secret_key))
            return try OfficerKey(secret, OfficerName(officer), #require(Day(created)), #require(Day(expires)))
        }
    }

    struct Seal: Decodable, CustomTestStringConvertible {
        struct Context: Decodable {
            let type: String
            let field: String
            let key: String
            let addressee: String
        }

        struct Outcome: Decodable {
            let text: String?
            let wrapped_by: String?
            let error: String?
        }

        let name: String
        let context: Context
        let context_hash: String
        let hex: String
        let opens: [String: Outcome]

        var testDescription: String { name }
    }

    static let file: File? = {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Protocols/vectors/seal/seals.json")
        return try? JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    }()

    static func bytes(_ hex: String) throws -> [UInt8] {
        let digits = Array(hex.utf8)
        return try stride(from: 0, to: digits.count, by: 2).map {
            try #require(UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16))
        }
    }

    @Test func `there are golden officers and seals`() throws {
        let file = try #require(Self.file)
        #expect(file.officers.count >= 5 && file.seals.count >= 10)
        #expect(file.seals.contains { $0.opens.values.contains { $0.text != nil } })
    }

    @Test func `keys have the ids and fingerprints of the file`() throws {
        for officer in try #require(Self.file).officers {
            let key = try officer.key().publicKey
            #expect(try key.bytes == Self.bytes(officer.public_key))
            #expect(try key.id == Self.bytes(officer.key_id))
            #expect("\(key.fingerprint)" == officer.fingerprint)
        }
    }

    @Test(arguments: file?.seals ?? [])
    func `a golden seal opens as the file says`(seal: Seal) throws {
        let officers = try #require(Self.file).officers
        let context = SealContext(type: seal.context.type, field: seal.context.field, key: seal.context.key, addressee: seal.context.addressee)
        #expect(try context.hash == Self.bytes(seal.context_hash))
        for (name, outcome) in seal.opens {
            let key = try #require(officers.first { $0.officer == name }).key()
            do throws(SealError) {
                let unsealed = try Sealing.open(Self.bytesOrNone(seal.hex), with: key, context: context)
                #expect(unsealed.content.text == outcome.text)
                #expect(officers.first { (try? Self.bytes($0.public_key)) == unsealed.wrappedBy }?.officer == outcome.wrapped_by)
            } catch {
                #expect(error.code.rawValue == outcome.error, "\(name)")
            }
        }
    }

    private static func bytesOrNone(_ hex: String) -> [UInt8] { (try? bytes(hex)) ?? [] }
}
