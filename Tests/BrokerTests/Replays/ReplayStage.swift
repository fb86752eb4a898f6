import Foundation
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// A gateway with messages of several gates, and readers of the police who replay them.
final class ReplayStage {
    let harness: CoreHarness
    let border: Peer
    private var count: UInt64 = 0

    init(limits: BrokerLimits = BrokerLimits()) throws {
        harness = CoreHarness(limits: limits)
        border = try Peer.connected(harness, Cast.border)
    }

    /// Publishes a message for each gate, which is its key; they are committed.
    func publish(gates: Int...) { publish(gates: gates) }

    func publish(gates: [Int]) {
        border.publish(
            gates.map { gate in
                count += 1
                return .status(count, gate: "G\(gate)")
            }
        )
        harness.settle()
    }

    func reader(_ number: Int = 1) throws -> Peer { try Peer.connected(harness, Cast.police, name: "police/\(number)") }

    /// Subscribes, and delivers what goes out without time passing.
    func begin(
        _ peer: Peer,
        from start: Start.OneOf_At? = .beginning(true),
        number: UInt32 = 1,
        credit: UInt32 = 8_192,
        filter: String = "gate.>",
        _ replay: WireReplay = .fast
    ) {
        peer.subscribe(filter, number: number, from: start, credit: credit, creditBytes: 16 << 20, replay: replay)
        deliver()
    }

    /// What goes out at this moment.
    func deliver() { harness.settle() }

    /// Lets time pass, from one timer to the next.
    func pass(_ duration: Duration) {
        let end = harness.now.monotonic + Int64(duration / .microseconds(1))
        while let due = harness.core.timerDueAt, due <= end {
            harness.advance(.microseconds(max(0, due - harness.now.monotonic)))
            deliver()
        }
        harness.advance(.microseconds(end - harness.now.monotonic))
        deliver()
    }

    /// Replays all at once to a new reader.
    func replay(from start: Start.OneOf_At? = .beginning(true), filter: String = "gate.>", _ replay: WireReplay = .fast) throws -> Replayed {
        let peer = try reader()
        begin(peer, from: start, filter: filter, replay)
        pass(.seconds(1))
        return peer.takeReplayed()
    }
}

/// What a reader got of a replay.
struct Replayed {
    var frames: [Cuakhau_Wire_V1_Deliver] = []

    var messages: [Delivered] { frames.flatMap(\.messages) }
    var positions: [UInt64] { messages.map(\.position) }
    var endCount: Int { frames.count { $0.ended } }
    /// All of it, as a replay is.
    var isWhole: Bool { frames.allSatisfy(\.replay) && endCount == 1 && (frames.last.map { $0.ended && $0.messages.isEmpty } ?? false) }
}

extension Peer {
    func takeReplayed(_ subscription: UInt32 = 1) -> Replayed {
        Replayed(frames: take().compactMap(\.asDeliver).filter { $0.subscription == subscription })
    }
}

extension WireReplay {
    /// As fast as there is.
    static let fast = WireReplay.with { $0.messagesPerSecond = 100_000 }

    static func through(_ position: UInt64) -> WireReplay {
        var replay = fast
        replay.through = position
        return replay
    }

    static func key(_ key: String) -> WireReplay {
        var replay = fast
        replay.key = .init(key.utf8)
        return replay
    }

    static func rate(_ messagesPerSecond: UInt32) -> WireReplay { .with { $0.messagesPerSecond = messagesPerSecond } }
}
