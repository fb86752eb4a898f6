import Journal
import Testing
import Wire

@testable import Broker

/// Which replays are refused, and by which code.
struct ReplayRefusalTests {
    let stage: ReplayStage

    init() throws {
        stage = try ReplayStage()
        stage.publish(gates: 1, 2, 3)
    }

    private func refusal(_ act: (Peer) -> Void) throws -> ErrorCode {
        let peer = try stage.reader()
        act(peer)
        stage.deliver()
        return try peer.takeError()
    }

    @Test func `what does not go together is refused, and changes nothing`() throws {
        let leased = ConsumerStage.settings(.exclusive)
        let wrong: [(ErrorCode, (Peer) -> Void)] = [
            (.invalidSettings, { $0.subscribe("gate.>", consumer: "board", replay: .fast) }),
            (.invalidSettings, { $0.subscribe("gate.>", from: .now(true), replay: .fast) }),
            (.invalidSettings, { $0.subscribe("gate.>", from: .beginning(false), replay: .fast) }),
            (.invalidSettings, { $0.subscribe("gate.>", from: nil, replay: .fast) }),
            (.invalidSettings, { $0.subscribe("gate.>", replay: .rate(100_001)) }),
            (.invalidSettings, { $0.subscribe("gate.>", replay: .key(String(repeating: "x", count: 65_537))) }),
            (.invalidSettings, { $0.subscribe("gate.>", settings: leased, replay: .fast) }),
            (.purposeRequired, { $0.subscribe("gate.>", purpose: "", replay: .fast) }),
            (.invalidFilter, { $0.subscribe("gate..x", replay: .fast) }),
            (.invalidCredit, { $0.subscribe("gate.>", credit: 0, replay: .fast) }),
            (.notPermitted, { $0.subscribe("loan.file.>", replay: .fast) }),
        ]
        for (index, (code, act)) in wrong.enumerated() { #expect(try refusal(act) == code, "\(index)") }
        #expect(stage.harness.journal.recover().consumers.isEmpty)
        #expect(stage.harness.core.replays.isEmpty)
    }

    @Test func `a principal has so many replays at once, and all together so many`() throws {
        var limits = BrokerLimits()
        limits.replaysMax = 3
        limits.replaysPerPrincipalMax = 2
        let stage = try ReplayStage(limits: limits)
        stage.publish(gates: 1)
        let first = try stage.reader(1)
        for number in 1...2 as ClosedRange<UInt32> { stage.begin(first, number: number) }
        _ = first.take()
        let second = try stage.reader(2)
        stage.begin(second)
        let busy = second.takeErrors()
        #expect(busy.map(\.code) == [.busy])
        #expect(busy.allSatisfy { $0.retryAfterMs > 0 && $0.subscription == 1 })
        let border = try Peer.connected(stage.harness, Cast.gateNorth)
        stage.begin(border)
        #expect(border.takeReplayed().isWhole)
        let labour = try Peer.connected(stage.harness, Cast.labour)
        stage.begin(labour)
        #expect(try labour.takeError() == .busy)
        // One that is replaced makes room for the new one, one that is ended for anybody.
        stage.begin(first, number: 2)
        #expect(first.takeReplayed(2).isWhole)
        first.unsubscribe(2)
        stage.begin(second)
        #expect(second.takeReplayed().isWhole)
        stage.harness.lose(border.connection)
        stage.begin(labour)
        #expect(labour.takeReplayed().isWhole)
    }

    @Test func `a replay that is refused leaves the one whose number it has`() throws {
        let reader = try stage.reader()
        stage.begin(reader, credit: 1)
        _ = reader.take()
        stage.begin(reader, .rate(100_001))
        #expect(try reader.takeError() == .invalidSettings)
        reader.acknowledge(1...1)
        stage.pass(.seconds(1))
        #expect(reader.takeReplayed().positions == [2])
    }

    @Test func `a client that goes away loses its replay`() throws {
        let reader = try stage.reader()
        stage.begin(reader, .rate(1))
        try reader.reconnect()
        #expect(stage.harness.core.replays.isEmpty)
        stage.pass(.seconds(10))
        #expect(reader.takeReplayed().frames.isEmpty)
        reader.acknowledge(1...1)
        #expect(try reader.takeError() == .unknownSubscription)
    }
}
