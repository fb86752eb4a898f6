import Contracts
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// A principal whose messages nobody deals with is told to wait, where its quota says so.
struct BacklogTests {
    private let limited = Principal(name: "labour", role: .labour, keys: ["key of labour"], quota: Quota(backlog: 10))

    private func stage() throws -> (harness: CoreHarness, labour: Peer, bank: Peer) {
        let harness = CoreHarness(Cast.with(limited))
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans", from: .now(true))
        harness.settle()
        tick(harness)
        return (harness, try Peer.connected(harness, limited), bank)
    }

    private func tick(_ harness: CoreHarness) {
        harness.advance(.milliseconds(200))
        harness.tick()
        harness.settleAll()
    }

    private func publish(_ harness: CoreHarness, _ labour: Peer, _ numbers: ClosedRange<UInt64>) -> Set<ErrorCode> {
        labour.publish(numbers.map { .contract($0) }, from: labour.nextSequence)
        harness.settle()
        let answers = labour.takeAnswers()
        labour.nextSequence += UInt64(answers.ranges.reduce(0) { $0 + $1.count })
        return Set(answers.refused.map(\.code))
    }

    @Test func `over its backlog it is told to come later, and may go on when somebody has dealt with some`() throws {
        let (harness, labour, bank) = try stage()
        #expect(publish(harness, labour, 1...10).isEmpty)
        #expect(publish(harness, labour, 11...11) == [.busy])
        tick(harness)
        let told = harness.takeEvents().compactMap { if case .backlogFull(_, let count, let consumer) = $0 { "\(count) \(consumer)" } else { nil } }
        #expect(told == ["10 bank/loans"])
        bank.acknowledge(1...3)
        harness.settleAll()
        harness.advance(.milliseconds(200))
        #expect(publish(harness, labour, 11...13).isEmpty)
        #expect(publish(harness, labour, 14...14) == [.busy])
    }

    @Test func `a consumer of what it does not publish is not waited for, and one that is away is`() throws {
        let (harness, labour, bank) = try stage()
        let affairs = try Peer.connected(harness, Cast.affairs)
        affairs.subscribe("alert.>", consumer: "alerts")
        harness.settle()
        _ = publish(harness, labour, 1...5)
        bank.acknowledge(1...5)
        harness.settleAll()
        tick(harness)
        #expect(publish(harness, labour, 6...14).isEmpty)
        bank.send(.goodbye, Goodbye())
        #expect(publish(harness, labour, 15...16).isEmpty)
        #expect(publish(harness, labour, 17...17) == [.busy])
    }

    @Test func `what is urgent may go twice as far`() throws {
        let (harness, labour, _) = try stage()
        #expect(publish(harness, labour, 1...10).isEmpty)
        let urgent = labour.principal
        #expect(!harness.core.isOverBacklog(urgent, lane: .emergency, now: harness.now))
        #expect(harness.core.isOverBacklog(urgent, lane: .normal, now: harness.now))
    }

    @Test func `after a restart it is counted from the journal, and listed`() throws {
        let (harness, labour, bank) = try stage()
        #expect(publish(harness, labour, 1...10).isEmpty)
        bank.acknowledge(1...2)
        harness.settleAll()
        harness.crash()
        tick(harness)
        try labour.reconnect()
        #expect(publish(harness, labour, 11...12).isEmpty)
        #expect(publish(harness, labour, 13...13) == [.busy])
        let desk = try Peer.connected(harness, Cast.operator)
        desk.send(.adminRequest, AdminRequest.with { $0.listPrincipals = ListPrincipals() })
        let listed = try #require(desk.take().compactMap(\.asAdminResponse).first).principalList.principals
        #expect(listed.filter { $0.backlog > 0 }.map(\.principal) == ["labour"])
        #expect(listed.first { $0.principal == "labour" }?.backlog == 10)
        #expect(listed.first { $0.principal == "labour" }?.quota.backlog == 10)
    }

    @Test func `many stretches take little room, and are never counted too low`() {
        var backlog = Backlog(countedFrom: 0)
        backlog.isKnown = true
        var positions: [UInt64] = []
        for number in 1...5_000 as ClosedRange<UInt64> {
            backlog.append(1, first: number * 3)
            positions.append(number * 3)
        }
        for waited in stride(from: 0, through: 15_010, by: 37) as StrideThrough<UInt64> {
            backlog.wait(from: waited, consumer: "x")
            let open = UInt64(positions.count { $0 >= waited })
            #expect(backlog.count >= open)
            #expect(backlog.count <= open + 64)
        }
        backlog.wait(from: 15_001, consumer: "x")
        #expect(backlog.count == 0)
    }
}
