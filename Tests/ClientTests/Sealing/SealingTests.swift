import Contracts
import Crypto
import Foundation
import SwiftProtobuf
import Testing

@testable import Client

/// Who opens a seal, and who does not.
struct SealingTests {
    private let cast = SealCast()

    private func changed(_ sealed: [UInt8], _ change: (inout Cuakhau_Seal_V1_Seal) -> Void) throws -> [UInt8] {
        var seal = try Cuakhau_Seal_V1_Seal(serializedBytes: sealed)
        change(&seal)
        return try seal.serializedBytes()
    }

    // MARK: Opening

    @Test func `each officer whom it is sealed to reads it, and sees who wrote it`() throws {
        let sealed = try cast.sealed()
        for officer in [cast.first, cast.second] {
            let unsealed = try Sealing.open(sealed, with: officer, context: SealCast.context)
            #expect(unsealed.content.text == SealCast.words)
            #expect(unsealed.sealedBy == cast.post.publicKey.bytes && unsealed.isWriterProven)
        }
    }

    @Test func `nobody else reads it, its writer neither`() throws {
        let sealed = try cast.sealed()
        for officer in [cast.third, cast.post] {
            #expect(cast.code(sealed, officer) == .notARecipient)
            #expect(!Sealing.isAddressed(sealed, to: officer.publicKey))
        }
        #expect(Sealing.isAddressed(sealed, to: cast.first.publicKey))
    }

    @Test func `another key under an officer's id does not open it`() throws {
        // Whoever has the same name and days as an officer, and another key, has another id; with the id put in, the wrap is not theirs.
        let sealed = try changed(try cast.sealed()) { $0.wraps[0].keyID = Data(cast.third.publicKey.id) }
        #expect(cast.code(sealed, cast.third) == .tampered)
    }

    @Test func `the text is nowhere in the seal, and two seals of one text have nothing in common that is secret`() throws {
        let (one, other) = (try cast.sealed(), try cast.sealed())
        #expect(Data(one).range(of: Data(SealCast.words.utf8)) == nil)
        let (first, second) = (try Cuakhau_Seal_V1_Seal(serializedBytes: one), try Cuakhau_Seal_V1_Seal(serializedBytes: other))
        #expect(first.content != second.content && first.commitment != second.commitment)
        #expect(Set((first.wraps + second.wraps).map(\.encapsulated)).count == 4)
    }

    @Test(arguments: [(1, 1_024), (1_020, 1_024), (1_021, 2_048), (2_045, 4_096), (4_093, 8_192), (8_189, 12_288), (12_284, 12_288)])
    func `a text is padded to one of five sizes`(count: Int, padded: Int) throws {
        let text = String(repeating: "x", count: count)
        let sealed = try cast.sealed(text)
        #expect(try Cuakhau_Seal_V1_Seal(serializedBytes: sealed).content.count == padded + 16)
        #expect(sealed.withUnsafeBytes { SealFormat.fault(in: $0) } == nil)
        #expect(try cast.text(sealed, cast.first) == text)
    }

    @Test(arguments: [0, 12_285]) func `nothing, and too much, is not sealed`(count: Int) {
        let error = #expect(throws: SealError.self) { try cast.sealed(String(repeating: "x", count: count)) }
        #expect(error?.code == .size)
    }

    @Test func `the largest seal fits its message`() throws {
        let officers = try (0..<16).map { try SealCast.key("affairs/officer-\($0)").publicKey }
        let messages = try SealedReferral.messages(
            opening: SealCast.secret(String(repeating: "x", count: Sealing.textByteCountMax)),
            reference: SealCast.context.key,
            for: officers,
            by: cast.post
        )
        #expect(messages.count == 1 && messages[0].refusal() == nil)
    }

    // MARK: What was changed

    @Test func `a seal in another message, field, referral or office does not open`() throws {
        let sealed = try cast.sealed()
        let right = SealCast.context
        for wrong in [
            SealContext(type: "victim.referral.opened.v2", field: right.field, key: right.key, addressee: right.addressee),
            SealContext(type: right.type, field: "note", key: right.key, addressee: right.addressee),
            SealContext(type: right.type, field: right.field, key: "01JAVD5E5Z3X8V9R2M4N6P7Q8T", addressee: right.addressee),
            SealContext(type: right.type, field: right.field, key: right.key, addressee: "commune-a"),
            // The same letters, parted in another place.
            SealContext(type: right.type + "s", field: "ealed_body", key: right.key, addressee: right.addressee),
        ] {
            #expect(cast.code(sealed, cast.first, context: wrong) == .wrongContext)
            // Whoever puts the other context's hash in has changed what the wraps are bound to.
            #expect(cast.code(try changed(sealed) { $0.context = Data(wrong.hash) }, cast.first, context: wrong) == .tampered)
        }
    }

    @Test func `one bit changed anywhere, and no officer whom it concerns reads it`() throws {
        let sealed = try cast.sealed()
        var random = SplitMix(seed: 5)
        let own = try Cuakhau_Seal_V1_Seal(serializedBytes: sealed).wraps[1].serializedData().count
        for _ in 0..<300 {
            var bytes = sealed
            // Not in the other officer's wrap, which is the first of two.
            let place = Int(random.next() % UInt64(sealed.count))
            let wraps = sealed.count - 2 * (own + 3)
            guard !(wraps..<(wraps + own + 3)).contains(place) else { continue }
            bytes[place] ^= 1 << UInt8(random.next() % 8)
            #expect(cast.code(bytes, cast.second) != nil, "byte \(place)")
        }
    }

    @Test func `an officer who can read it cannot put other words under the writer's wraps`() throws {
        let sealed = try cast.sealed()
        let seal = try Cuakhau_Seal_V1_Seal(serializedBytes: sealed)
        let secret = try #require(OfficerWrap.open(seal.wraps[0], with: cast.first, in: seal))
        let content = ContentSecret(secret, context: SealCast.context.hash, sealedBy: cast.post.publicKey.bytes)
        let other = content.encrypt(try SealedText.padded(SealCast.secret("All is well.")))
        #expect(cast.code(try changed(sealed) { $0.content = Data(other) }, cast.second) == .tampered)
    }

    @Test func `a writer cannot be made up`() throws {
        // By somebody who knows every public key, and wraps with a key of their own.
        let forger = try SealCast.key("police-a/post-1")
        let forged = try Sealing.seal(
            SealCast.secret("Go there."),
            for: [cast.first.publicKey],
            by: forger,
            context: SealCast.context,
            on: SealCast.day
        )
        let claimed = try changed(forged) { seal in
            seal.sealedBy = Data(cast.post.publicKey.bytes)
            seal.wraps[0].wrappedBy = Data(cast.post.publicKey.bytes)
        }
        #expect(cast.code(claimed, cast.first) == .tampered)
        let halfClaimed = try changed(forged) { $0.wraps[0].wrappedBy = Data(cast.post.publicKey.bytes) }
        #expect(cast.code(halfClaimed, cast.first) == .tampered)
    }

    // MARK: Sharing

    @Test func `an officer who can read it shares it, and the new one sees who did`() throws {
        let shared = try Sealing.share(try cast.sealed(), with: cast.second, to: [cast.third.publicKey], context: SealCast.context, on: SealCast.day)
        let unsealed = try Sealing.open(shared, with: cast.third, context: SealCast.context)
        #expect(unsealed.content.text == SealCast.words)
        #expect(unsealed.sealedBy == cast.post.publicKey.bytes)
        #expect(unsealed.wrappedBy == cast.second.publicKey.bytes && !unsealed.isWriterProven)
        #expect(cast.code(shared, cast.first) == .notARecipient, "it is for the new officer alone")
        let again = try Sealing.share(shared, with: cast.third, to: [cast.first.publicKey], context: SealCast.context, on: SealCast.day)
        #expect(try cast.text(again, cast.first) == SealCast.words)
    }

    @Test func `who cannot read it cannot share it`() throws {
        let sealed = try cast.sealed()
        for officer in [cast.third, cast.post] {
            let error = #expect(throws: SealError.self) {
                try Sealing.share(sealed, with: officer, to: [cast.third.publicKey], context: SealCast.context, on: SealCast.day)
            }
            #expect(error?.code == .notARecipient)
        }
    }

    @Test func `a wrap by somebody who does not know the secret does not open`() throws {
        let forger = try SealCast.key("police-a/post-1")
        let forged = try changed(try cast.sealed()) { seal in
            seal.wraps = []
            seal.wraps = [try! OfficerWrap.make(SymmetricKey(size: .bits256), for: cast.third.publicKey, by: forger, in: seal)]
        }
        #expect(cast.code(forged, cast.third) == .tampered)
    }

    @Test func `one content opens as one text for all: a second secret is found out`() throws {
        // The writer wraps another secret for the second officer: without the commitment, a content could be made that both open, differently.
        let sealed = try changed(try cast.sealed()) { seal in
            seal.wraps[1] = try! OfficerWrap.make(SymmetricKey(size: .bits256), for: cast.second.publicKey, by: cast.post, in: seal)
        }
        #expect(try cast.text(sealed, cast.first) == SealCast.words)
        #expect(cast.code(sealed, cast.second) == .tampered)
        let seal = try Cuakhau_Seal_V1_Seal(serializedBytes: sealed)
        let secret = try #require(OfficerWrap.open(seal.wraps[0], with: cast.first, in: seal))
        let content = ContentSecret(secret, context: SealCast.context.hash, sealedBy: cast.post.publicKey.bytes)
        #expect(content.commitment == [UInt8](seal.commitment))
        // Wrapped anew over a commitment that is not that of the secret, everything else right.
        let uncommitted = try changed(sealed) { seal in
            seal.commitment = Data(repeating: 1, count: 32)
            seal.wraps = [try! OfficerWrap.make(secret, for: cast.first.publicKey, by: cast.post, in: seal)]
        }
        #expect(cast.code(uncommitted, cast.first) == .tampered)
    }

    @Test func `an officer with a new key shares what only the earlier one opens, with themselves too`() throws {
        let earlier = try SealCast.key("affairs/officer-1", expires: SealCast.day)
        let sealed = try Sealing.seal(SealCast.secret("x"), for: [earlier.publicKey], by: cast.post, context: SealCast.context, on: SealCast.day)
        let later = SealCast.day.adding(days: 30)
        let alone = #expect(throws: SealError.self) {
            try Sealing.share(sealed, with: earlier, to: [cast.third.publicKey], context: SealCast.context, on: later)
        }
        #expect(alone?.code == .expiredKey)
        let shared = try Sealing.share(
            sealed,
            with: earlier,
            by: cast.first,
            to: [cast.first.publicKey, cast.third.publicKey],
            context: SealCast.context,
            on: later
        )
        for officer in [cast.first, cast.third] {
            #expect(try Sealing.open(shared, with: officer, context: SealCast.context).wrappedBy == cast.first.publicKey.bytes)
        }
    }

    // MARK: Keys

    @Test func `nothing is sealed to an expired key, or with one; what was sealed before opens`() throws {
        let old = try SealCast.key("affairs/officer-3", expires: SealCast.day)
        let tomorrow = SealCast.day.adding(days: 1)
        let sealed = try Sealing.seal(SealCast.secret("x"), for: [old.publicKey], by: cast.post, context: SealCast.context, on: SealCast.day)
        #expect(try cast.text(sealed, old) == "x")
        for (officer, writer) in [(old, cast.post), (cast.first, old)] {
            let error = #expect(throws: SealError.self) {
                try Sealing.seal(SealCast.secret("x"), for: [officer.publicKey], by: writer, context: SealCast.context, on: tomorrow)
            }
            #expect(error?.code == .expiredKey && error?.message.contains("affairs/officer-3") == true)
        }
    }

    @Test func `something is sealed to 1 to 16 officers, each named once`() throws {
        let many = try (0..<17).map { try SealCast.key("affairs/officer-\($0)").publicKey }
        for officers in [[], many, [cast.first.publicKey, cast.first.publicKey]] {
            let error = #expect(throws: SealError.self) {
                try Sealing.seal(SealCast.secret("x"), for: officers, by: cast.post, context: SealCast.context, on: SealCast.day)
            }
            #expect(error?.code == .recipients)
        }
    }

    @Test func `a key that would give the secret away is refused`() throws {
        // Points of low order: every secret key agrees on zeros with them.
        for bytes in Self.weak {
            let error = #expect(throws: SealError.self) {
                try OfficerPublicKey(officer: OfficerName("affairs/officer-9"), bytes: bytes, created: SealCast.day, expires: SealCast.day)
            }
            #expect(error?.code == .unusableKey)
        }
    }

    private static let weak: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31),
        [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f], [0xed] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        [0xee] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
    ]

    @Test func `neither a secret nor an error shows what was sealed`() throws {
        let unsealed = try Sealing.open(try cast.sealed(), with: cast.first, context: SealCast.context)
        for text in ["\(unsealed)", "\(unsealed.content)", "\(cast.first)", String(reflecting: unsealed.content), String(reflecting: cast.first)] {
            #expect(!text.contains("phòng") && !text.contains(Data(cast.first.secret.rawRepresentation).base64EncodedString()))
        }
        #expect("\(unsealed.content)" == "(secret)" && "\(cast.first)" == "(secret)")
    }
}
