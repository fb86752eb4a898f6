import Contracts
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Who gets what, from where on, in which order, and how much at once.
struct DeliveryTests {
    let harness = CoreHarness()

    /// A labour hub that has published some contracts, all committed.
    private func published(_ count: UInt64) throws -> Peer {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish((1...count).map { .contract($0) })
        harness.settle()
        return labour
    }

    private func read(_ start: Start.OneOf_At?, of peer: Peer, consumer: String = "") -> [UInt64] {
        peer.subscribe("contract.>", consumer: consumer, from: start)
        harness.settle()
        return peer.takeDelivered().map(\.position)
    }

    @Test func `a consumer begins at the start, now, at a position or at a time`() throws {
        let labour = try published(2)
        harness.advance(.seconds(10))
        let between = harness.now.wall
        harness.advance(.seconds(10))
        labour.publish(.contract(3))
        harness.settle()
        for (start, positions) in [
            (.beginning(true), [1, 2, 3]), (.now(true), []), (.position(2), [2, 3]), (.position(99), []), (.timeUs(between), [3]),
            (.timeUs(0), [1, 2, 3]),
            (.timeUs(.max), []), (nil, []),
        ] as [(Start.OneOf_At?, [UInt64])] {
            let bank = try Peer.connected(harness, Cast.bank)
            #expect(read(start, of: bank) == positions, "\(String(describing: start))")
        }
    }

    @Test func `credit in messages holds the next ones back until some are acknowledged`() throws {
        _ = try published(10)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", credit: 3)
        harness.settle()
        #expect(bank.takeDelivered().map(\.position) == [1, 2, 3])
        bank.acknowledge(2...2)
        harness.settle()
        #expect(bank.takeDelivered().map(\.position) == [4])
        bank.acknowledge(1...1, 3...4)
        harness.settle()
        #expect(bank.takeDelivered().map(\.position) == [5, 6, 7])
    }

    @Test func `credit in bytes is kept, and one message goes out whatever its size`() throws {
        _ = try published(3)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", creditBytes: 1)
        harness.settle()
        #expect(bank.takeDelivered().map(\.position) == [1])
        bank.acknowledge(1...1)
        harness.settle()
        #expect(bank.takeDelivered().map(\.position) == [2])
    }

    @Test func `what was not acknowledged comes again after a reconnect, and says so`() throws {
        _ = try published(4)
        let bank = try Peer.connected(harness, Cast.bank)
        #expect(read(.beginning(true), of: bank, consumer: "loans") == [1, 2, 3, 4])
        bank.acknowledge(1...1, 3...3)
        harness.settleAll()
        try bank.reconnect()
        bank.subscribe("contract.>", consumer: "loans", from: .now(true))
        harness.settleAll()
        let again = bank.takeDelivered()
        #expect(again.map(\.position) == [2, 4])
        #expect(again.allSatisfy { $0.redelivered })
        // It never said what it was at, and has answered: it was at the first.
        #expect(again.map(\.attempt) == [2, 1])
    }

    @Test func `a gateway that crashed goes on from the last position that was stored`() throws {
        _ = try published(4)
        let bank = try Peer.connected(harness, Cast.bank)
        #expect(read(.beginning(true), of: bank, consumer: "loans") == [1, 2, 3, 4])
        bank.acknowledge(1...2)
        harness.settleAll()
        bank.acknowledge(3...3)
        harness.crash()
        try bank.reconnect()
        #expect(read(nil, of: bank, consumer: "loans") == [3, 4])
    }

    @Test func `a role sees only the fields that are its own`() throws {
        _ = try published(1)
        let bank = try Peer.connected(harness, Cast.bank)
        let affairs = try Peer.connected(harness, Cast.affairs)
        for peer in [bank, affairs] { peer.subscribe("contract.>") }
        harness.settle()
        let forBank = try #require(bank.takeDelivered().first)
        let forAffairs = try #require(affairs.takeDelivered().first)
        #expect(try Langson_Contract_V1_Registered(serializedBytes: forBank.body).orderID.isEmpty)
        #expect(try Langson_Contract_V1_Registered(serializedBytes: forAffairs.body).orderID == Sample.ulid(8))
        #expect(forBank.key == forAffairs.key)
    }

    @Test func `a manifest reaches its own gate only, and a case the one who opened it`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let affairs = try Peer.connected(harness, Cast.affairs)
        let (north, south) = (try Peer.connected(harness, Cast.gateNorth), try Peer.connected(harness, Cast.gateSouth))
        let police = try Peer.connected(harness, Cast.police)
        for peer in [north, south, police, labour] { peer.subscribe(">") }
        labour.publish(.manifest(1, gate: "HN"), .manifest(2, gate: "TT"))
        affairs.publish(.caseChanged(3, openedBy: "police"))
        harness.settle()
        #expect(north.takeDelivered().map(\.type) == ["departure.manifest.lodged.v1"])
        #expect(south.takeDelivered().map(\.position) == [2])
        #expect(police.takeDelivered().map(\.position) == [3])
        #expect(labour.takeDelivered().isEmpty)
    }

    @Test func `messages that are no longer in memory are read from the journal, in order`() throws {
        var limits = BrokerLimits()
        limits.tailBytesMax = 1
        limits.pageMessagesMax = 7
        let harness = CoreHarness(limits: limits)
        let labour = try Peer.connected(harness, Cast.labour)
        for number in 1...60 as ClosedRange<UInt64> {
            labour.publish(number % 3 == 0 ? .manifest(number, gate: "HN") : .contract(number))
            harness.settle()
        }
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>")
        harness.settle()
        #expect(bank.takeDelivered().map(\.position) == (1...60).filter { $0 % 3 != 0 })
    }

    @Test func `a subscription that is not right is refused by its own code`() throws {
        let bank = try Peer.connected(harness, Cast.bank)
        let wrong: [(ErrorCode, () -> Void)] = [
            (.invalidFilter, { bank.subscribe("contract..x") }), (.notPermitted, { bank.subscribe("crossing.>") }),
            (.invalidConsumerName, { bank.subscribe("contract.>", consumer: "Loans!") }),
            (.purposeRequired, { bank.subscribe("contract.>", purpose: "") }),
            (.invalidCredit, { bank.subscribe("contract.>", credit: 0) }), (.invalidCredit, { bank.subscribe("contract.>", creditBytes: .max) }),
            (.malformedFrame, { bank.subscribe("contract.>", number: 0) }), (.unknownSubscription, { bank.acknowledge(1...1) }),
            (.unknownSubscription, { bank.unsubscribe(9) }),
        ]
        for (code, act) in wrong {
            act()
            harness.settle()
            #expect(try bank.takeError() == code)
        }
    }

    @Test func `a durable consumer has one reader and one filter`() throws {
        let first = try Peer.connected(harness, Cast.bank, name: "bank/a")
        let second = try Peer.connected(harness, Cast.bank, name: "bank/b")
        first.subscribe("contract.>", consumer: "loans")
        harness.settle()
        second.subscribe("contract.>", consumer: "loans")
        harness.settle()
        #expect(try second.takeError() == .consumerInUse)
        first.unsubscribe()
        second.subscribe(">", consumer: "loans")
        harness.settle()
        #expect(try second.takeError() == .consumerConflict)
    }
}
