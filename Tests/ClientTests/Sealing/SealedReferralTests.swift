import Contracts
import Foundation
import SwiftProtobuf
import Testing
import Wire

@testable import Client

/// Referrals as messages: sealed for each office, shared, and never published in plain text.
struct SealedReferralTests {
    private let cast = SealCast()
    private let reference = SealCast.context.key

    private func opened(_ officers: [OfficerKey]) throws -> [OutgoingMessage] {
        try SealedReferral.messages(
            opening: SealCast.secret(SealCast.words),
            reference: reference,
            for: officers.map(\.publicKey),
            by: cast.post
        )
    }

    private func referral(_ message: OutgoingMessage) throws -> SealedReferral { try SealedReferral(type: message.type, body: message.body) }

    private func plain() throws -> OutgoingMessage {
        var body = Langson_Victim_V1_ReferralOpened()
        body.referralRef = reference
        body.addressedTo = "affairs"
        body.sealedBody = Data(SealCast.words.utf8)
        return try OutgoingMessage(type: "victim.referral.opened.v1", body)
    }

    @Test func `each office gets a message of its own, for its own officers`() throws {
        let messages = try opened([cast.first, cast.third, cast.second])
        let referrals = try messages.map(referral)
        #expect(referrals.map(\.addressee) == ["affairs", "commune-a"])
        #expect(referrals.allSatisfy { $0.reference == reference && !$0.isShared && $0.openedFor == $0.addressee })
        #expect(try referrals[0].open(with: cast.second).content.text == SealCast.words)
        #expect(try referrals[1].open(with: cast.third).content.text == SealCast.words)
        #expect(!referrals[0].isAddressed(to: cast.third.publicKey) && !referrals[1].isAddressed(to: cast.first.publicKey))
    }

    @Test func `a shared referral opens for the new officer, who may share it again`() throws {
        let first = try referral(try #require(opened([cast.first]).first))
        let message = try #require(try first.messages(sharingWith: [cast.third.publicKey], openedWith: cast.first).first)
        #expect(message.refusal() == nil)
        let shared = try referral(message)
        #expect(shared.isShared && shared.addressee == "commune-a" && shared.openedFor == "affairs")
        #expect(try shared.open(with: cast.third).content.text == SealCast.words)
        let again = try referral(try #require(try shared.messages(sharingWith: [cast.second.publicKey], openedWith: cast.third).first))
        #expect(again.openedFor == "affairs")
        #expect(try again.open(with: cast.second).wrappedBy == cast.third.publicKey.bytes)
    }

    @Test func `a referral that is shared under another reference does not open`() throws {
        let first = try referral(try #require(opened([cast.first]).first))
        let message = try #require(try first.messages(sharingWith: [cast.third.publicKey], openedWith: cast.first).first)
        var body = try Langson_Victim_V1_ReferralShared(serializedBytes: message.body)
        body.referralRef = "01JAVD5E5Z3X8V9R2M4N6P7Q8T"
        let moved = try SealedReferral(type: message.type, body: body.serializedBytes() as [UInt8])
        let error = #expect(throws: SealError.self) { try moved.open(with: cast.third) }
        #expect(error?.code == .wrongContext)
    }

    @Test func `references are new, and of the form that the gateway takes`() throws {
        let references = (0..<100).map { _ in SealedReferral.newReference() }
        #expect(Set(references).count == 100)
        for reference in references {
            let message = try SealedReferral.messages(
                opening: SealCast.secret("x"),
                reference: reference,
                for: [cast.first.publicKey],
                by: cast.post
            )[0]
            #expect(message.refusal() == nil)
        }
    }

    // MARK: Plain text stays here

    @Test func `plain text in a sealed field is refused before it leaves, and the rule is named`() throws {
        let refusal = try #require(try plain().refusal())
        #expect(refusal.code.name == "rule_violated" && refusal.path == "sealed_body" && refusal.rule == "sealed")
        #expect(!"\(refusal)".contains("phòng"))
        #expect(try opened([cast.first])[0].refusal() == nil)
        // Whatever else is wrong: what is not known to be sealed does not leave.
        #expect(OutgoingMessage(type: "victim.referral.opened.v1", body: Array(SealCast.words.utf8)).refusal() != nil)
    }

    @Test func `plain text is not kept in an outbox either`() async throws {
        let folder = Folder()
        let outbox = try Outbox(path: folder.outbox, client: "huu-nghi", bytesMax: 1 << 20)
        let message = try plain()
        let error = await #expect(throws: OutboxError.self) { try await outbox.append([message]) }
        #expect(error?.code == .notSealed)
        outbox.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            #expect(FileManager.default.contents(atPath: "\(folder.path)/\(name)")?.range(of: Data("phòng".utf8)) == nil)
        }
    }
}
