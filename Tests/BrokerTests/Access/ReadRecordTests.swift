import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Whoever reads what is about people without receipts is recorded: before the first message leaves, and what it was.
struct ReadRecordTests {
    private let stage: AccessStage

    init() throws { stage = try AccessStage() }

    private var harness: CoreHarness { stage.harness }

    @Test func `a tail's beginning is stored before its first message leaves, and its end says what it was given`() throws {
        stage.publish("HN", "HN")
        let labour = try Peer.connected(harness, Cast.labour, name: "labour/tail")
        labour.subscribe("crossing.>", purpose: "look at today")
        let commit = try #require(harness.takeCommit())
        #expect(labour.take().isEmpty, "nothing before it is on disk")
        harness.finish(commit)
        harness.settle()
        #expect(labour.takeDelivered().map(\.position) == [1, 2])
        let begun = try #require(stage.records().first)
        #expect(begun.kind == .begun && begun.principal == "labour" && begun.client == "labour/tail")
        #expect(begun.filter == "crossing.>" && begun.purpose == "look at today" && begun.from == 1)
        #expect(begun.types.contains("crossing.exit.recorded.v1") && !begun.types.contains { $0.hasPrefix("gate.") } && begun.ranges.isEmpty)

        stage.publish("HN")
        labour.unsubscribe()
        let records = try stage.records()
        #expect(records.map(\.kind) == [.begun, .ended] && Set(records.map(\.number)).count == 1)
        // 3 is what was told of its beginning: of another type.
        #expect(records[1].ranges.map { $0.first...$0.last } == [1...4] && records[1].messages == 3)
    }

    @Test func `a session that is lost ends its readings too`() throws {
        stage.publish("HN")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>")
        harness.settle()
        harness.core.connectionLost(labour.connection, now: harness.now)
        #expect(try stage.records().map(\.kind) == [.begun, .ended])
        #expect(try stage.told() == [1])
    }

    @Test func `who reads nothing about people is not recorded, nor is a durable consumer, whose receipts are`() throws {
        stage.publish("HN")
        stage.publish(.status(1))
        let police = try Peer.connected(harness, Cast.police)
        police.subscribe("gate.>")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>", consumer: "hub")
        harness.settle()
        #expect(labour.takeDelivered().map(\.position) == [1])
        labour.acknowledge(1...1)
        harness.settleAll()
        #expect(try stage.records().isEmpty)
    }

    @Test func `what a gate keeps from a reader is not told as read`() throws {
        try stage.publish(manifestsFor: ["HN", "TT", "TT", "HN", "HN", "TT", "HN"])
        let gate = try Peer.connected(harness, Cast.gateNorth)
        gate.subscribe("departure.>")
        harness.settle()
        #expect(gate.takeDelivered().map(\.position) == [1, 4, 5, 7])
        gate.unsubscribe()
        #expect(try stage.told() == [1, 4, 5, 7])
    }

    @Test func `of a replay of one key only what it brought is told, and not the key`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        for worker in [1, 2, 1, 1, 2, 1] as [UInt64] { labour.publish(.contract(worker, worker: worker)) }
        harness.settle()
        let bank = try Peer.connected(harness, Cast.bank)
        let key = try #require(harness.journal.stored(at: 1)).key
        bank.subscribe("contract.>", replay: .key(String(decoding: key, as: UTF8.self)))
        harness.settle()
        harness.advance(.seconds(1))
        harness.settle()
        let delivered = bank.takeDelivered().map(\.position)
        #expect(!delivered.isEmpty && delivered.count < 6)
        bank.unsubscribe()
        #expect(try stage.told() == delivered)
        let bodies = try stage.records().map { try $0.serializedBytes() as [UInt8] }
        #expect(!bodies.contains { String(decoding: $0, as: UTF8.self).contains(String(decoding: key, as: UTF8.self)) })
    }

    @Test func `a long tail is told as it goes on`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>")
        harness.settle()
        let first = stage.publish("HN", "HN")
        harness.advance(.seconds(20))
        labour.sendHeartbeat()
        stage.border.sendHeartbeat()
        harness.core.tick(now: harness.now)
        #expect(try stage.told().isEmpty)
        for _ in 0..<3 {
            harness.advance(.seconds(20))
            labour.sendHeartbeat()
            stage.border.sendHeartbeat()
            harness.core.tick(now: harness.now)
        }
        #expect(try stage.records().map(\.kind) == [.begun, .continued])
        #expect(try stage.told() == Array(first))
        let second = stage.publish("HN")
        labour.unsubscribe()
        #expect(try stage.records().map(\.kind) == [.begun, .continued, .ended])
        #expect(try stage.told() == Array(first) + Array(second))
    }

    @Test func `however it is scattered, what is told is what was given`() throws {
        var random = SplitMix64(seed: 4)
        for _ in 0..<30 {
            let stage = try AccessStage()
            let gate = try Peer.connected(stage.harness, Cast.gateNorth)
            gate.subscribe("departure.>", credit: 8_000)
            stage.harness.settle()
            var given: [UInt64] = []
            for _ in 0..<6 {
                try stage.publish(manifestsFor: (0..<Int.random(in: 1...80, using: &random)).map { _ in Bool.random(using: &random) ? "HN" : "TT" })
                if Bool.random(using: &random) { stage.publish(.status(1, gate: "HN")) }
                given += gate.takeDelivered().map(\.position)
                stage.harness.advance(.seconds(Int.random(in: 0...25, using: &random)))
                gate.sendHeartbeat()
                stage.border.sendHeartbeat()
                stage.harness.core.tick(now: stage.harness.now)
            }
            gate.unsubscribe()
            let records = try stage.records()
            // A range may hold what is of another type: what it means is told beside it.
            let told = try stage.told().filter { position in
                stage.harness.journal.stored(at: position).map {
                    stage.harness.core.types[Int($0.entry.type)]?.name == "departure.manifest.lodged.v1"
                }
                    ?? false
            }
            #expect(told == given)
            #expect(records.reduce(0) { $0 + $1.messages } == UInt64(given.count))
            #expect(records.allSatisfy { $0.ranges.count <= 64 } && records.last?.kind == .ended)
        }
    }

    @Test func `a purpose with a document's number in it is refused, and nothing is read`() throws {
        stage.publish("HN")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>", purpose: "about passport C1234567")
        harness.settle()
        let error = try #require(labour.takeErrors().first)
        #expect(error.code == .invalidSettings && error.message.hasPrefix("purpose") && !error.message.contains("C1234567"))
        #expect(try stage.records().isEmpty)
    }

    @Test func `where the beginning cannot be stored nothing is read`() throws {
        stage.publish("HN")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>")
        harness.journal.failure = .storageFull
        harness.settle()
        #expect(try labour.takeError() == .storageFull)
        harness.journal.failure = nil
        harness.settleAll()
        #expect(labour.takeDelivered().isEmpty)
    }

    @Test func `what a durable consumer was given and did not answer is told when its session ends`() throws {
        stage.publish("HN", "HN", "HN", "HN")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>", consumer: "hub")
        harness.settle()
        #expect(labour.takeDelivered().count == 4)
        labour.acknowledge(1...1, 3...3)
        harness.settleAll()
        #expect(try stage.records().isEmpty)
        harness.core.connectionLost(labour.connection, now: harness.now)
        let records = try stage.records()
        #expect(records.map(\.kind) == [.unanswered] && records[0].client == "labour/hub" && records[0].purpose == "a test reads this")
        #expect(try stage.told() == [2, 4])
    }

    @Test(arguments: [AnswerKind.nak, .release]) func `what was failed or given back before the session ends is told too, and once`(
        answer: AnswerKind
    ) throws {
        stage.publish("HN", "HN", "HN")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>", consumer: "hub", settings: ConsumerStage.settings(.shared, attempts: 100))
        harness.settle()
        let lease = try #require(labour.take().compactMap(\.asDeliver).first).lease
        for position in 1...3 as ClosedRange<UInt64> { labour.answer(answer, position, lease: lease, delay: 3_600_000) }
        labour.unsubscribe()
        harness.settleAll()
        #expect(try stage.told() == [1, 2, 3])
        // Again, and nothing new.
        labour.subscribe("crossing.>", consumer: "hub")
        harness.settle()
        labour.send(.goodbye, Goodbye())
        #expect(try stage.told() == [1, 2, 3])
    }

    @Test func `what a session holds unanswered for a minute is told while it goes on`() throws {
        stage.publish("HN", "HN")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>", consumer: "hub")
        harness.settle()
        labour.acknowledge(1...1)
        for _ in 0..<7 {
            harness.advance(.seconds(20))
            labour.sendHeartbeat()
            harness.core.tick(now: harness.now)
        }
        #expect(try stage.told() == [2])
    }

    @Test func `a consumer that forgets itself leaves what it came past, whatever its filter and rights are by then`() throws {
        stage.publish("HN", "HN")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.subscribe("crossing.>", consumer: "hub")
        harness.settle()
        labour.acknowledge(1...2)
        harness.settleAll()
        // Another filter hides nothing.
        labour.send(
            .adminRequest,
            AdminRequest.with {
                $0.putConsumer.principal = "labour"
                $0.putConsumer.consumer = "hub"
                $0.putConsumer.filter = "gateway.act.>"
            }
        )
        harness.settleAll()
        var records = try stage.records()
        #expect(records.map(\.kind) == [.consumerForgotten] && records[0].types.contains("crossing.exit.recorded.v1"))
        #expect(records[0].ranges.contains { $0.first == 1 && $0.last >= 2 })
        // Nor does it hide anything that the principal is not there any more.
        let bank = try Peer.connected(harness, Cast.bank)
        labour.publish(.contract(1))
        bank.subscribe("contract.>", consumer: "loans")
        harness.settle()
        bank.acknowledge(1...harness.journal.lastPosition)
        harness.settleAll()
        harness.update(Cast.without(Cast.bank))
        let desk = try Peer.connected(harness, Cast.operator)
        desk.send(
            .adminRequest,
            AdminRequest.with {
                $0.deleteConsumer.principal = "bank"
                $0.deleteConsumer.consumer = "loans"
            }
        )
        harness.settleAll()
        records = try stage.records()
        #expect(records.last?.kind == .consumerForgotten && records.last?.principal == "bank" && records.last?.types == ["contract.registered.v1"])
    }

    @Test func `who begins to read again and again is told to wait, and the journal does not fill`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        var codes: [ErrorCode] = []
        for _ in 0..<650 {
            labour.subscribe("crossing.>", from: .now(true))
            harness.settle()
            codes += labour.takeErrors().map(\.code)
        }
        #expect(codes == Array(repeating: .busy, count: 50))
        #expect(try stage.records().count { $0.kind == .begun } == 600)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>")
        harness.settle()
        #expect(bank.takeErrors().isEmpty, "others are not held back")
        harness.advance(.seconds(3_600))
        let again = try Peer.connected(harness, Cast.labour)
        again.subscribe("crossing.>", from: .now(true))
        harness.settle()
        #expect(again.takeErrors().isEmpty)
    }

    @Test func `dead letters about people are shown once that is stored`() throws {
        let labour = try Peer.connected(harness, Cast.labour)
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans", settings: ConsumerStage.settings())
        labour.publish(.contract(1), .contract(2))
        harness.settle()
        bank.answer(.terminate, 1)
        bank.answer(.terminate, 2)
        harness.settleAll()
        _ = bank.take()
        for bodies in [false, true] {
            bank.send(.adminRequest, AdminRequest.with { $0.listDeadLetters.bodies = bodies })
            harness.flush()
            harness.takeReadings().forEach(harness.answer)
            if bodies {
                #expect(bank.take().isEmpty)
                harness.settle()
            }
            let list = try #require(bank.take().compactMap(\.asAdminResponse).first?.deadLetterList)
            #expect(list.letters.map(\.position) == [1, 2] && list.letters.allSatisfy { $0.body.isEmpty != bodies })
        }
        let records = try stage.records()
        #expect(records.map(\.kind) == [.deadLetters] && records[0].types == ["contract.registered.v1"] && records[0].principal == "bank")
        #expect(try stage.told() == [1, 2])
    }
}
