import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// A gateway with crossings at two gates, and what it tells of who read them.
final class AccessStage {
    let harness: CoreHarness
    let border: Peer
    private var count: UInt64 = 0

    init(bulk: Int = 1_000) throws {
        var limits = BrokerLimits()
        limits.bulkReadMessagesMax = bulk
        harness = CoreHarness(limits: limits)
        border = try Peer.connected(harness, Cast.border)
    }

    /// Publishes crossings at these gates; their positions are returned.
    @discardableResult
    func publish(_ gates: String...) -> ClosedRange<UInt64> { publish(gates) }

    @discardableResult
    func publish(_ gates: [String]) -> ClosedRange<UInt64> {
        let first = harness.journal.lastPosition + 1
        border.publish(
            gates.map { gate in
                count += 1
                return .exit(count, gate: gate)
            }
        )
        harness.settle()
        return first...harness.journal.lastPosition
    }

    /// Publishes manifests for these gates, which only they read.
    func publish(manifestsFor gates: [String]) throws {
        let labour = try Peer.connected(harness, Cast.labour, name: "labour/manifests")
        labour.publish(
            gates.map { gate in
                count += 1
                return .manifest(count, gate: gate)
            }
        )
        harness.settle()
    }

    func publish(_ sample: Sample) {
        border.publish(sample)
        harness.settle()
    }

    /// Everything that the journal has of readings.
    func records() throws -> [Langson_Gateway_V1_ReadRecorded] {
        harness.settleAll()
        let type = try #require(Catalogue.standard.type(named: Notice.readRecorded))
        let id = harness.core.typeIDs[type.index]
        guard harness.journal.lastPosition > 0 else { return [] }
        return try (1...harness.journal.lastPosition).compactMap { harness.journal.stored(at: $0) }.filter { $0.entry.type == id }.map { message in
            let result = message.body.withUnsafeBytes { type.check($0, recordedAt: message.entry.recordedAt, isExercise: false) }
            guard case .accepted = result else { throw TestFailure("what is told is not valid for its type: \(result)") }
            return try Langson_Gateway_V1_ReadRecorded(serializedBytes: message.body)
        }
    }

    /// What they say was read, position by position.
    func told() throws -> [UInt64] { try records().flatMap(\.ranges).flatMap { Array($0.first...$0.last) } }
}

struct TestFailure: Error {
    let text: String

    init(_ text: String) { self.text = text }
}
