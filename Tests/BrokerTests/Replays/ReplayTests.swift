import Contracts
import Journal
import Testing
import Wire

@testable import Broker

/// What a replay brings, from where, how far, and to whom.
struct ReplayTests {
    /// With the recent messages in memory, and with all of them read from the journal.
    static let memories = [BrokerLimits(), ConsumerStage.withoutMemory]

    @Test(arguments: memories) func `a replay starts at the beginning, a position or a time`(limits: BrokerLimits) throws {
        let stage = try ReplayStage(limits: limits)
        stage.publish(gates: 1, 2)
        stage.harness.advance(.seconds(10))
        let between = stage.harness.now.wall
        stage.harness.advance(.seconds(10))
        stage.publish(gates: 3)
        for (start, positions) in [
            (.beginning(true), [1, 2, 3]), (.position(0), [1, 2, 3]), (.position(2), [2, 3]), (.position(99), []), (.timeUs(between), [3]),
            (.timeUs(0), [1, 2, 3]), (.timeUs(.max), []),
        ] as [(Start.OneOf_At, [UInt64])] {
            let replayed = try stage.replay(from: start)
            #expect(replayed.positions == positions, "\(start)")
            #expect(replayed.isWhole, "\(start)")
        }
    }

    @Test(arguments: memories) func `nothing after its end is delivered, whatever is committed meanwhile`(limits: BrokerLimits) throws {
        let stage = try ReplayStage(limits: limits)
        for gate in 1...6 { stage.publish(gates: gate) }
        for (through, last) in [(1, 1), (3, 3), (6, 6), (99, 6), (0, 6)] as [(UInt64, UInt64)] {
            let replayed = try stage.replay(.through(through))
            #expect(replayed.positions == Array(1...last))
            #expect(replayed.isWhole)
        }
        #expect(try stage.replay(from: .position(5), .through(4)).isWhole)
        let reader = try stage.reader()
        stage.begin(reader, .rate(1))
        stage.publish(gates: 7, 8)
        stage.pass(.seconds(30))
        #expect(reader.takeReplayed().positions == Array(1...6))
    }

    @Test func `a reader is told where its replay begins and ends`() throws {
        let stage = try ReplayStage()
        stage.publish(gates: 1, 2, 3)
        let reader = try stage.reader()
        stage.begin(reader, from: .position(2), .through(99))
        let subscribed = try reader.takeSubscribed()
        #expect(subscribed.position == 2 && subscribed.through == 3)
        #expect(!subscribed.hasSettings)
        #expect(subscribed.types == ["gate.status.changed.v1"])
    }

    @Test(arguments: memories) func `a replay of a key brings the messages of that key`(limits: BrokerLimits) throws {
        let stage = try ReplayStage(limits: limits)
        for gate in [1, 2, 1, 3, 2, 1, 12] { stage.publish(gates: gate) }
        #expect(try stage.replay(.key("G1")).positions == [1, 3, 6])
        #expect(try stage.replay(from: .position(2), .key("G2")).positions == [2, 5])
        let none = try stage.replay(.key("G"))
        #expect(none.positions.isEmpty && none.isWhole)
    }

    @Test(arguments: memories) func `the end is told once, after the last message, and also where there is none`(limits: BrokerLimits) throws {
        let stage = try ReplayStage(limits: limits)
        #expect(try stage.replay().isWhole)
        stage.publish(gates: Array(1...300).map { $0 % 90 })
        let replayed = try stage.replay()
        let isEachOnce = replayed.positions.elementsEqual(1...300)
        #expect(isEachOnce)
        #expect(replayed.isWhole)
        // A type that nobody published.
        #expect(try stage.replay(filter: "alert.>").isWhole)
        #expect(try stage.replay(filter: "alert.>").positions.isEmpty)
    }

    @Test func `credit holds a replay back, and the end comes after the last message`() throws {
        let stage = try ReplayStage()
        stage.publish(gates: 1, 2, 3)
        let reader = try stage.reader()
        stage.begin(reader, credit: 2)
        let first = reader.takeReplayed()
        #expect(first.positions == [1] && first.endCount == 0)
        stage.pass(.seconds(1))
        let second = reader.takeReplayed()
        #expect(second.positions == [2] && second.endCount == 0)
        reader.acknowledge(1...1)
        stage.pass(.seconds(1))
        let third = reader.takeReplayed()
        #expect(third.positions == [3] && third.isWhole)
        reader.acknowledge(2...3)
        stage.pass(.seconds(1))
        #expect(reader.takeReplayed().frames.isEmpty)
    }

    @Test func `what fails comes again before the end is told`() throws {
        let stage = try ReplayStage()
        stage.publish(gates: 1, 2, 3)
        let reader = try stage.reader()
        stage.begin(reader, .rate(1))
        reader.answer(.nak, 1, delay: 10_000)
        stage.pass(.seconds(5))
        let early = reader.takeReplayed()
        #expect(early.positions == [1, 2, 3] && early.endCount == 0)
        stage.pass(.seconds(10))
        let late = reader.takeReplayed()
        #expect(late.messages.map { [$0.position, UInt64($0.attempt)] } == [[1, 2]])
        #expect(late.isWhole)
        // Given back after the end: it comes again, and the end is not told again.
        reader.answer(.release, 2)
        stage.pass(.seconds(2))
        let last = reader.takeReplayed()
        #expect(last.positions == [2] && last.endCount == 0)
    }

    @Test func `a replay moves no durable consumer, and brings it nothing`() throws {
        let stage = try ReplayStage()
        stage.publish(gates: 1, 2, 3)
        let durable = try stage.reader(2)
        durable.subscribe("gate.>", consumer: "board")
        stage.harness.settle()
        durable.acknowledge(1...2)
        stage.harness.settleAll()
        _ = durable.take()
        let before = stage.harness.journal.recover().consumers
        let reader = try stage.reader()
        stage.begin(reader)
        stage.pass(.seconds(1))
        let replayed = reader.takeReplayed()
        #expect(replayed.isWhole)
        reader.acknowledge(1...3)
        stage.harness.settleAll()
        #expect(stage.harness.journal.recover().consumers == before)
        #expect(before.map(\.position) == [3])
        #expect(durable.take().isEmpty)
    }

    @Test(arguments: [Cast.gateNorth, Cast.border, Cast.labour, Cast.affairs, Cast.police, Cast.auditor])
    func `a replay shows a reader what it was shown when it was new`(principal: Principal) throws {
        let harness = CoreHarness(limits: ConsumerStage.withoutMemory)
        let live = try Peer.connected(harness, principal, name: principal.name + "/live")
        live.subscribe(">")
        harness.settle()
        let publishers = try [Cast.gateSouth, Cast.labour, Cast.affairs].map { try Peer.connected(harness, $0, name: $0.name + "/out") }
        publishers[0].publish(.exit(1, gate: "TT"), .status(2, gate: "TT"), .alert(3))
        publishers[1].publish(.contract(4), .manifest(5, gate: "HN"), .manifest(6, gate: "TT"))
        publishers[2].publish(.caseChanged(7, openedBy: "affairs"))
        harness.settle()
        let shown = live.takeDelivered()
        let reader = try Peer.connected(harness, principal, name: principal.name + "/again")
        reader.subscribe(">", replay: .fast)
        for _ in 0..<20 {
            harness.advance(.milliseconds(10))
            harness.settle()
        }
        let replayed = reader.takeReplayed()
        #expect(replayed.messages == shown)
        #expect(replayed.isWhole)
    }

    @Test func `a replay begins with the first message that is kept`() throws {
        let stage = try ReplayStage(limits: ConsumerStage.withoutMemory)
        for gate in 1...5 { stage.publish(gates: gate) }
        stage.harness.journal.firstKept = 3
        #expect(try stage.replay().positions == [3, 4, 5])
        #expect(try stage.replay(from: .position(1)).positions == [3, 4, 5])
    }

    @Test func `a journal that cannot be read ends a replay with a code`() throws {
        let stage = try ReplayStage(limits: ConsumerStage.withoutMemory)
        for gate in 1...3 { stage.publish(gates: gate) }
        let reader = try stage.reader()
        stage.harness.journal.failure = .inputOutput
        stage.begin(reader)
        #expect(try reader.takeError() == .storageFailed)
        stage.harness.journal.failure = nil
        #expect(try stage.replay().isWhole)
    }

    @Test func `the operator can read who replayed what, and not for which key`() throws {
        let stage = try ReplayStage()
        stage.publish(gates: 1, 2)
        let reader = try stage.reader()
        _ = stage.harness.takeEvents()
        stage.begin(reader, .key("G1"))
        stage.pass(.seconds(1))
        reader.unsubscribe()
        stage.begin(reader, filter: "gate.status.changed.v1", .rate(1))
        reader.unsubscribe()
        stage.begin(reader, from: .position(2), .rate(1))
        stage.harness.lose(reader.connection)
        let events = stage.harness.takeEvents().filter { if case .sessionEnded = $0 { false } else { true } }
        #expect(
            events == [
                .replayBegan(client: "police/1", filter: "gate.>", from: 1, through: 2, perSecond: 100_000),
                .replayEnded(client: "police/1", filter: "gate.>", messages: 1, isComplete: true),
                .replayBegan(client: "police/1", filter: "gate.status.changed.v1", from: 1, through: 2, perSecond: 1),
                .replayEnded(client: "police/1", filter: "gate.status.changed.v1", messages: 1, isComplete: false),
                .replayBegan(client: "police/1", filter: "gate.>", from: 2, through: 2, perSecond: 1),
                .replayEnded(client: "police/1", filter: "gate.>", messages: 1, isComplete: true),
            ]
        )
    }
}
