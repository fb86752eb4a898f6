import Contracts
import Foundation
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Where a message and its chain have got to, and who may know.
struct TraceTests {
    let harness = CoreHarness()

    private func ask(_ peer: Peer, _ fill: (inout Trace) -> Void) throws -> TraceList {
        let request = AdminRequest.with {
            $0.request = 7
            fill(&$0.trace)
        }
        peer.send(.adminRequest, request)
        harness.settle()
        return try #require(peer.take().compactMap(\.asAdminResponse).first).traceList
    }

    private func refusal(_ peer: Peer, _ fill: (inout Trace) -> Void) throws -> ErrorCode {
        peer.send(.adminRequest, AdminRequest.with { fill(&$0.trace) })
        harness.settle()
        return try peer.takeError()
    }

    /// As `principal/consumer state`.
    private func told(_ message: TracedMessage) -> [String] {
        message.receipts.map { "\($0.principal)/\($0.consumer) \($0.state)" }
    }

    private func reader(_ principal: Principal, _ filter: String, settings: WireSettings? = nil) throws -> Peer {
        let peer = try Peer.connected(harness, principal)
        peer.subscribe(filter, consumer: "in", settings: settings)
        harness.settle()
        return peer
    }

    // MARK: Chains

    @Test func `a delivery carries the chain as it was published`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let first = Sample.contract(1)
        let second = Sample.contract(2).following(first)
        var third = Sample.contract(3)
        third.correlation = first.id
        labour.publish(first, second, third)
        harness.settle()
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>")
        harness.settle()
        let delivered = bank.takeDelivered()
        #expect(delivered.map { [UInt8]($0.correlation) } == [[], first.id, first.id])
        #expect(delivered.map { [UInt8]($0.causation) } == [[], first.id, []])
    }

    @Test(arguments: [(5, 0, "correlation"), (0, 16, "causation"), (16, 1, "causation"), (17, 16, "correlation")])
    func `ids of other lengths, and a causation alone, are refused`(correlation: Int, causation: Int, path: String) throws {
        let labour = try Peer.connected(harness, Cast.labour)
        var sample = Sample.contract(1)
        sample.correlation = Array(repeating: 1, count: correlation)
        sample.causation = Array(repeating: 2, count: causation)
        labour.publish(sample)
        harness.settle()
        let answers = labour.takeAnswers()
        #expect(answers.refused.map(\.code) == [.invalidEventID])
        #expect(answers.refused.map(\.path) == [path])
        #expect(harness.journal.lastPosition == 0)
    }

    @Test func `the same message in another chain is no repeat`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        harness.settle()
        _ = labour.take()
        labour.publish([Sample.contract(1).following(.contract(9))], from: 1)
        harness.settle()
        #expect(labour.takeAnswers().refused.map(\.code) == [.sequenceConflict])
    }

    @Test func `a chain is found by the id of any of its messages, by its own and by a position`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let first = Sample.contract(1)
        let second = Sample.contract(2).following(first)
        let third = Sample.contract(3).following(second)
        labour.publish([.contract(8), first, .contract(9), second, third])
        harness.settle()
        let auditor = try Peer.connected(harness, Cast.auditor)
        for sample in [first, second, third] {
            let list = try ask(auditor) { $0.id = Data(sample.id) }
            #expect(list.messages.map(\.position) == [2, 4, 5])
            #expect(list.next == 0)
            #expect(list.messages.map { [UInt8]($0.causation) } == [[], first.id, second.id])
        }
        #expect(try ask(auditor) { $0.position = 4 }.messages.map(\.position) == [2, 4, 5])
        #expect(
            try ask(auditor) {
                $0.id = Data(second.id); $0.alone = true
            }.messages.map(\.position) == [4]
        )
        #expect(try ask(auditor) { $0.position = 1 }.messages.map(\.position) == [1])
        #expect(try ask(auditor) { $0.position = 2 }.messages.first?.client == "labour")
    }

    @Test func `a chain comes in pages`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let first = Sample.contract(1)
        labour.publish([first] + (2...6).map { Sample.contract($0).following(first) })
        harness.settle()
        let auditor = try Peer.connected(harness, Cast.auditor)
        var positions: [[UInt64]] = []
        var after: UInt64 = 0
        repeat {
            let list = try ask(auditor) {
                $0.id = Data(first.id)
                $0.after = after
                $0.countMax = 2
            }
            positions.append(list.messages.map(\.position))
            after = list.next
        } while after > 0
        #expect(positions.flatMap { $0 } == [1, 2, 3, 4, 5, 6])
        #expect(positions.count > 1)
    }

    @Test func `an id is found whatever its client's clock said, and whether or not it says when it was made`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        var late = Sample.contract(1)
        late.id = [0x7f] + late.id.dropFirst()
        var timeless = Sample.contract(2)
        timeless.id = Array(repeating: 0xff, count: 16)
        labour.publish([.contract(7), late, timeless])
        harness.settle()
        let auditor = try Peer.connected(harness, Cast.auditor)
        #expect(try ask(auditor) { $0.id = Data(late.id) }.messages.map(\.position) == [2])
        #expect(try ask(auditor) { $0.id = Data(timeless.id) }.messages.map(\.position) == [3])
    }

    @Test func `what is not there, or not named rightly, is refused`() throws {
        let auditor = try Peer.connected(harness, Cast.auditor)
        #expect(try refusal(auditor) { $0.id = Data(Sample.eventID(5)) } == .unknownMessage)
        #expect(try refusal(auditor) { $0.position = 5 } == .unknownMessage)
        #expect(try refusal(auditor) { _ in } == .malformedFrame)
        #expect(try refusal(auditor) { $0.id = Data([1, 2]) } == .malformedFrame)
        #expect(
            try refusal(auditor) {
                $0.position = 1
                $0.countMax = 501
            } == .tooManyMessages
        )
    }

    // MARK: Receipts

    @Test func `a publisher is told when each entitled consumer had dealt with its message`() throws {
        let bank = try reader(Cast.bank, "contract.>")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1), .contract(2))
        harness.settle()
        var list = try ask(labour) { $0.position = 1 }
        #expect(told(list.messages[0]) == ["bank/in delivered", "affairs/ notConsumed"])
        harness.advance(.seconds(5))
        bank.acknowledge(1...1)
        harness.settleAll()
        let time = harness.now.wall
        harness.advance(.seconds(5))
        list = try ask(labour) { $0.position = 1 }
        #expect(told(list.messages[0]) == ["bank/in processed", "affairs/ notConsumed"])
        let at = try #require(list.messages[0].receipts.first).atUs
        #expect(abs(at - time) <= 20_000)
        #expect(told(try ask(labour) { $0.position = 2 }.messages[0])[0] == "bank/in delivered")
    }

    @Test func `receipts outlive a restart`() throws {
        let bank = try reader(Cast.bank, "contract.>")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1), .contract(2))
        harness.settle()
        bank.acknowledge(2...2)
        harness.settleAll()
        harness.crash()
        try labour.reconnect()
        #expect(told(try ask(labour) { $0.position = 2 }.messages[0])[0] == "bank/in processed")
        #expect(told(try ask(labour) { $0.position = 1 }.messages[0])[0] == "bank/in pending")
    }

    @Test func `failed, dead, retried and discarded messages say so`() throws {
        let settings = ConsumerStage.settings(attempts: 2, backoff: [60_000])
        let bank = try reader(Cast.bank, "contract.>", settings: settings)
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish([.contract(1), .contract(2), .contract(3)])
        harness.settle()
        let lease = try #require(bank.take().compactMap(\.asDeliver).first).lease
        bank.answer(.nak, 1, lease: lease)
        bank.answer(.terminate, 2, lease: lease)
        bank.answer(.terminate, 3, lease: lease)
        harness.settleAll()
        func state(_ position: UInt64) throws -> WireReceipt { try #require(try ask(labour) { $0.position = position }.messages[0].receipts.first) }
        #expect(try state(1).state == .retrying)
        #expect(try state(1).attempts == 1)
        #expect(try state(2).state == .dead)
        let desk = try Peer.connected(harness, Cast.operator)
        for (position, isDiscarded) in [(2, false), (3, true)] as [(UInt64, Bool)] {
            desk.send(
                .adminRequest,
                AdminRequest.with {
                    $0.resolveDeadLetters.filter.principal = "bank"
                    $0.resolveDeadLetters.filter.consumer = "in"
                    $0.resolveDeadLetters.filter.position = position
                    $0.resolveDeadLetters.discard = isDiscarded
                }
            )
        }
        harness.settleAll()
        #expect(try state(2).state == .retrying)
        #expect(try state(3).state == .discarded)
        harness.advance(.seconds(3))
        let again = try #require(bank.take().compactMap(\.asDeliver).last { $0.messages.map(\.position) == [2] })
        bank.acknowledge(2...2, lease: again.lease)
        harness.settleAll()
        let time = harness.now.wall
        #expect(try state(2).state == .processed)
        #expect(abs(try state(2).atUs - time) <= 20_000)
    }

    @Test func `what was there before a consumer began is not its own`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(1))
        harness.settle()
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "in", from: .now(true))
        harness.settle()
        #expect(told(try ask(labour) { $0.position = 1 }.messages[0])[0] == "bank/in notConsumed")
    }

    // MARK: Who may know

    @Test func `a reader sees its own receipts, and a stranger nothing`() throws {
        let affairs = try reader(Cast.affairs, "alert.>")
        _ = try reader(Cast.police, "alert.>")
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.alert(1))
        harness.settle()
        affairs.acknowledge(1...1)
        harness.settleAll()
        // Foreign affairs can show that it acknowledged, and not what others did.
        let own = try ask(affairs) { $0.position = 1 }
        #expect(told(own.messages[0]) == ["affairs/in processed"])
        #expect(own.messages[0].receipts[0].atUs > 0)
        let publisher = told(try ask(border) { $0.position = 1 }.messages[0])
        #expect(publisher.contains("affairs/in processed") && publisher.contains("police/in delivered"))
        let bank = try Peer.connected(harness, Cast.bank)
        #expect(try refusal(bank) { $0.position = 1 } == .unknownMessage)
    }

    @Test func `of a chain everybody sees their own part`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let border = try Peer.connected(harness, Cast.gateNorth)
        let first = Sample.contract(1)
        labour.publish(first)
        border.publish(Sample.exit(2).following(first))
        harness.settle()
        let bank = try Peer.connected(harness, Cast.bank)
        #expect(try ask(bank) { $0.id = Data(first.id) }.messages.map(\.type) == ["contract.registered.v1"])
        #expect(try ask(border) { $0.id = Data(first.id) }.messages.map(\.type) == ["crossing.exit.recorded.v1"])
        #expect(try ask(labour) { $0.id = Data(first.id) }.messages.count == 2)
    }

    @Test func `another gate's manifest is nobody else's business`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.manifest(1, gate: "HN"))
        harness.settle()
        let south = try Peer.connected(harness, Cast.gateSouth)
        #expect(try refusal(south) { $0.position = 1 } == .unknownMessage)
        let receipts = told(try ask(labour) { $0.position = 1 }.messages[0])
        #expect(receipts == ["border/ notConsumed", "gate-north/ notConsumed"])
    }
}
