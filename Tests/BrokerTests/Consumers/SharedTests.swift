import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Readers that share a consumer, keys in order, and changes of its rules.
struct SharedTests {
    let stage: ConsumerStage

    init() throws { stage = try ConsumerStage() }

    @Test func `readers of a shared consumer take turns`() throws {
        let readers = try (1...2).map { try stage.reader(ConsumerStage.settings(), number: $0) }
        stage.publish(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8)
        let shares = readers.map(\.positions)
        #expect(shares.map(\.count) == [16, 16])
        #expect(shares.flatMap(\.self).sorted() == Array(1...32))
    }

    @Test func `what one lets its lease run out on goes to those that answer, until it is heard again`() throws {
        let readers = try (1...2).map { try stage.reader(ConsumerStage.settings(), number: $0) }
        stage.publish(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8)
        let (still, lively) = (readers[0], readers[1])
        let held = still.positions
        lively.acknowledge(1...32)
        #expect(Set(lively.positions).union(held) == Set(1...32))
        stage.pass(.seconds(1))
        #expect(still.positions.isEmpty)
        #expect(lively.positions == held)
        lively.acknowledge(1...32)
        // What is new is not given to it either.
        stage.publish(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8)
        #expect(still.positions.isEmpty)
        #expect(lively.positions.count == 32)
        lively.acknowledge(33...64)
        still.sendHeartbeat()
        stage.publish(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8)
        #expect(still.positions.count == 16)
    }

    @Test func `one that let its lease run out gets messages all the same where no other has room`() throws {
        let still = try stage.reader(ConsumerStage.settings())
        let full = try stage.reader(ConsumerStage.settings(), number: 2, credit: 1)
        stage.publish(1, 2)
        #expect(still.positions.count == 1 && full.positions.count == 1)
        stage.pass(.milliseconds(900))
        full.answer(.progress, 2)
        full.answer(.progress, 1)
        stage.pass(.milliseconds(200))
        #expect(still.positions.count == 1)
    }

    @Test func `of one key one message is out at a time, and others go on`() throws {
        let readers = try (1...2).map { try stage.reader(ConsumerStage.settings(.keyed), number: $0) }
        stage.publish(1, 1, 2, 1)
        #expect(readers.flatMap(\.positions).sorted() == [1, 3])
        for reader in readers { reader.acknowledge(1...1) }
        stage.harness.settle()
        #expect(readers.flatMap(\.positions) == [2])
    }

    @Test func `a failed message is not overtaken by its key`() throws {
        let reader = try stage.reader(ConsumerStage.settings(.keyed))
        stage.publish(1, 1)
        #expect(reader.positions == [1])
        reader.answer(.nak, 1)
        stage.pass(.milliseconds(100))
        #expect(reader.positions.isEmpty)
        stage.pass(.milliseconds(150))
        #expect(reader.attempts == [[1, 2]])
    }

    @Test func `other attempts count from the next failure on`() throws {
        let reader = try stage.reader(ConsumerStage.settings(attempts: 5))
        stage.publish(1)
        #expect(stage.change(ConsumerStage.settings(attempts: 1)).response?.done.count == 1)
        reader.answer(.nak, 1)
        stage.harness.settleAll()
        #expect(stage.dead == [1])
    }

    @Test func `the kind changes only while nobody reads and nothing is being stored`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1, 2)
        #expect(stage.change(ConsumerStage.settings(.keyed)).code == GatewayErrorCode(ErrorCode.consumerInUse))
        reader.answer(.nak, 1)
        reader.unsubscribe()
        stage.harness.flush()
        stage.operator.send(.adminRequest, Self.put(ConsumerStage.settings(.exclusive, lease: 0, attempts: 0)))
        #expect(try stage.operator.takeError() == .busy)
        stage.pass(.seconds(1))
        #expect(stage.change(ConsumerStage.settings(.exclusive, lease: 0, attempts: 0)).response != nil)
        let again = try stage.reader(nil, number: 2)
        #expect(again.attempts == [[1, 2], [2, 1]])
    }

    @Test func `a dead letter that was dealt with does not come back with another kind`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1, 2)
        reader.answer(.terminate, 2)
        stage.harness.settleAll()
        stage.resolve(isDiscarded: false)
        reader.acknowledge(2...2)
        stage.harness.settleAll()
        reader.unsubscribe()
        #expect(stage.change(ConsumerStage.settings(.keyed)).response != nil)
        let again = try stage.reader(nil, number: 2)
        #expect(again.positions == [1])
    }

    @Test func `a wider filter counts from the first message not looked at`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        stage.publish(1)
        reader.acknowledge(1...1)
        #expect(stage.change(filter: "gate.status.changed.v1").response != nil)
        stage.publish(2)
        #expect(reader.positions == [1, 3])
        #expect(stage.harness.journal.consumer("police", "board")?.filter == "gate.status.changed.v1")
    }

    @Test func `consumers are listed, made and deleted, and not over a reader's head`() throws {
        let reader = try stage.reader(ConsumerStage.settings())
        let listed = try #require(stage.ask { $0.listConsumers = ListConsumers() }.response).consumerList.consumers
        #expect(listed.map(\.consumer) == ["board"])
        #expect(listed.map(\.subscriptions) == [1])
        let delete = { (request: inout AdminRequest) in
            request.deleteConsumer.principal = "police"
            request.deleteConsumer.consumer = "board"
        }
        #expect(stage.ask(nil, delete).code == GatewayErrorCode(ErrorCode.consumerInUse))
        reader.unsubscribe()
        #expect(stage.ask(nil, delete).response?.done.count == 1)
        #expect(stage.harness.journal.consumers.isEmpty)
        #expect(stage.ask(nil, delete).code == GatewayErrorCode(ErrorCode.unknownConsumer))
    }

    @Test func `a client names only the settings that it cares for`() throws {
        _ = try stage.reader(ConsumerStage.settings(.keyed, lease: 7_000, attempts: 3, backoff: [700], poison: .blockKey))
        let named: [WireSettings] = [
            .with { $0.kind = .keyed }, .with { $0.leaseMs = 7_000 }, .with { $0.attemptsMax = 3 }, .with { $0.backoffMs = [700] },
            .with { $0.poison = .blockKey }, WireSettings(),
        ]
        for (number, settings) in named.enumerated() {
            let reader = try stage.reader(settings, number: 10 + number)
            #expect(reader.take().contains { $0.asSubscribed != nil }, "\(settings)")
        }
        let others: [WireSettings] = [
            .with { $0.kind = .shared }, .with { $0.leaseMs = 7_001 }, .with { $0.attemptsMax = 4 }, .with { $0.backoffMs = [700, 800] },
            .with { $0.poison = .skip },
        ]
        for (number, settings) in others.enumerated() {
            let reader = try stage.reader(settings, number: 20 + number)
            let code = try reader.takeError()
            #expect(code == .consumerConflict, "\(settings)")
        }
    }

    private static func put(_ settings: WireSettings) -> AdminRequest {
        var request = AdminRequest()
        request.request = 1_000
        request.putConsumer.principal = "police"
        request.putConsumer.consumer = "board"
        request.putConsumer.settings = settings
        return request
    }
}
