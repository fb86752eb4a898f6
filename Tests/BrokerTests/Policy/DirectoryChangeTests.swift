import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// What the operator changes in the gateway's files is told like any other act.
struct DirectoryChangeTests {
    let harness = CoreHarness()

    private func acts() throws -> [String] {
        harness.settleAll()
        return try (1...max(1, harness.journal.lastPosition)).compactMap { harness.journal.stored(at: $0) }
            .map { try Langson_Gateway_V1_ActRecorded(serializedBytes: $0.body) }
            .map { "\($0.kind) \($0.principal) \($0.by) \($0.count)" }
    }

    @Test func `principals, keys and policies that come, go and change are told once`() throws {
        var principals = Cast.without(Cast.police)
        principals.append(Principal(name: "commune-7", role: .commune, keys: ["k"]))
        principals = principals.map { principal in
            switch principal.name {
            case "bank": Principal(name: "bank", role: .bank, keys: ["key of bank", "next key of bank"])
            case "affairs": Principal(name: "affairs", role: .affairs, keys: principal.keys, isRevoked: true)
            case "labour": Principal(name: "labour", role: .labour, keys: principal.keys, quota: Quota(messagesPerSecond: 5))
            default: principal
            }
        }
        harness.update(principals)
        harness.update(principals)
        harness.update(Policy.whole(.standard, version: 9))
        #expect(
            try acts().sorted() == [
                "keyAdded bank gateway 0", "policyApplied gateway gateway 9", "principalAdded commune-7 gateway 0",
                "principalChanged labour gateway 0", "principalRemoved police gateway 0", "principalRevoked affairs gateway 0",
            ]
        )
    }

    @Test func `what is told is valid for its type`() throws {
        var revoked = Cast.bank
        revoked.isRevoked = true
        harness.update(Cast.with(revoked))
        harness.settleAll()
        let message = try #require(harness.journal.stored(at: 1))
        let type = try #require(Catalogue.standard.type(named: "gateway.act.recorded.v1"))
        let result = message.body.withUnsafeBytes { type.check($0, recordedAt: message.entry.recordedAt, isExercise: false) }
        guard case .accepted = result else { return #expect(Bool(false), "\(result)") }
    }
}
