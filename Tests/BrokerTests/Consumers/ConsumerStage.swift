import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// A gateway with a publisher, an operator and readers of one durable consumer of the police, `board`.
final class ConsumerStage {
    let harness: CoreHarness
    let border: Peer
    let `operator`: Peer
    private var count: UInt64 = 0
    private var requestCount: UInt64 = 0

    init(limits: BrokerLimits = BrokerLimits()) throws {
        harness = CoreHarness(limits: limits)
        border = try Peer.connected(harness, Cast.border)
        `operator` = try Peer.connected(harness, Cast.operator)
    }

    /// Limits under which every redelivery is read from the journal.
    static var withoutMemory: BrokerLimits {
        var limits = BrokerLimits()
        limits.tailBytesMax = 1
        limits.pageMessagesMax = 2
        return limits
    }

    static func settings(
        _ kind: ConsumerKind = .shared,
        lease: UInt32 = 1_000,
        attempts: UInt32 = 3,
        backoff: [UInt32] = [200],
        poison: PoisonPolicy = .skip
    ) -> WireSettings {
        .with {
            $0.kind = kind
            $0.leaseMs = lease
            $0.attemptsMax = attempts
            $0.backoffMs = backoff
            $0.poison = poison
        }
    }

    /// Publishes a message for each key; they are committed.
    func publish(_ keys: Int...) {
        border.publish(
            keys.map { key in
                count += 1
                return .status(count, gate: "G\(key)")
            }
        )
        harness.settle()
    }

    /// A new gateway, and the publisher and the operator are back.
    func crash() throws {
        harness.crash()
        try border.reconnect()
        try `operator`.reconnect()
    }

    func reader(_ settings: WireSettings?, number: Int = 1, credit: UInt32 = 100) throws -> Peer {
        let peer = try Peer.connected(harness, Cast.police, name: "police/\(number)")
        read(peer, settings, credit: credit)
        return peer
    }

    func read(_ peer: Peer, _ settings: WireSettings?, credit: UInt32 = 100) {
        peer.subscribe("gate.>", consumer: "board", credit: credit, settings: settings)
        harness.settle()
    }

    func pass(_ duration: Duration) {
        harness.advance(duration)
        harness.settleAll()
    }

    /// What the operator is answered, or the code of the error.
    @discardableResult
    func ask(_ peer: Peer? = nil, _ fill: (inout AdminRequest) -> Void) -> Result<AdminResponse, GatewayError> {
        let peer = peer ?? `operator`
        requestCount += 1
        var request = AdminRequest()
        request.request = requestCount
        fill(&request)
        peer.send(.adminRequest, request)
        harness.settle()
        let frames = peer.take()
        if let response = frames.compactMap(\.asAdminResponse).last { return .success(response) }
        let error = frames.compactMap(\.asError).last
        return .failure(GatewayError(error?.code ?? .unspecified, error?.message ?? ""))
    }

    @discardableResult
    func resolve(isDiscarded: Bool, position: UInt64 = 0) -> Result<AdminResponse, GatewayError> {
        ask {
            $0.resolveDeadLetters.filter.principal = "police"
            $0.resolveDeadLetters.filter.consumer = "board"
            $0.resolveDeadLetters.filter.position = position
            $0.resolveDeadLetters.discard = isDiscarded
        }
    }

    @discardableResult
    func change(_ settings: WireSettings? = nil, filter: String = "") -> Result<AdminResponse, GatewayError> {
        ask {
            $0.putConsumer.principal = "police"
            $0.putConsumer.consumer = "board"
            $0.putConsumer.filter = filter
            if let settings { $0.putConsumer.settings = settings }
        }
    }

    func pause(_ isPaused: Bool) {
        ask {
            $0.pauseConsumer.principal = "police"
            $0.pauseConsumer.consumer = "board"
            $0.pauseConsumer.paused = isPaused
        }
    }

    /// The dead letters' positions, in the journal.
    var dead: [UInt64] { harness.journal.letters.dead.map(\.record.letter.position) }
}

extension Peer {
    var positions: [UInt64] { takeDelivered().map(\.position) }

    /// What came, as position and attempt.
    var attempts: [[UInt64]] { takeDelivered().map { [$0.position, UInt64($0.attempt)] } }
}

extension Result where Success == AdminResponse, Failure == GatewayError {
    var code: GatewayErrorCode? { if case .failure(let error) = self { error.code } else { nil } }
    var response: AdminResponse? { try? get() }
}
