import Foundation
import Journal
import Testing

/// That the journal of these tests is like the real one.
@Suite struct ModelJournalTests {
    @Test(arguments: 0..<12 as Range<UInt64>)
    func `the model and SQLite keep the same`(seed: UInt64) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("model-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let journal = try SQLiteJournal(path: path + "/journal.sqlite")
        let model = ModelJournal()
        #expect(try journal.recover() == model.recover())
        let reader = try journal.makeReader()
        var random = SplitMix64(seed: seed)
        var sequence: UInt64 = 0
        var refusedCount = 0
        for step in 0..<150 {
            let batch = randomBatch(model, &sequence, &random)
            do throws(JournalError) {
                try model.commit(batch)
                try journal.commit(batch)
            } catch {
                // The model is the stricter one: what it refuses is not tried on the other.
                #expect(error.code == .misuse, "seed \(seed), step \(step): \(error)")
                refusedCount += 1
                sequence -= UInt64(batch.messages?.entries.count ?? 0)
            }
            #expect(try journal.recover() == model.recover(), "seed \(seed), step \(step)")
            let query = randomQuery(&random)
            #expect(try Pages(reader, query) == Pages(model, query), "seed \(seed), step \(step)")
            let positions = (0..<10).map { _ in UInt64.random(in: 0...model.lastPosition + 2, using: &random) }
            let consumer = Bool.random(using: &random) ? UInt32.random(in: 1...4, using: &random) : nil
            let (real, expected) = (try reader.messages(at: positions, consumer: consumer), try model.messages(at: positions, consumer: consumer))
            #expect(real.entries == expected.entries, "seed \(seed), step \(step)")
            #expect(real.bytes == expected.bytes, "seed \(seed), step \(step)")
            let chain = [UInt8](repeating: .random(in: 0...1, using: &random), count: 16)
            let from = UInt64.random(in: 1...model.lastPosition + 2, using: &random)
            let (part, expectedPart) = (
                try reader.chain(chain, from: from, countMax: 3, bytesMax: 1 << 20),
                try model.chain(chain, from: from, countMax: 3, bytesMax: 1 << 20)
            )
            #expect(part.segment.entries == expectedPart.segment.entries && part.next == expectedPart.next, "seed \(seed), step \(step)")
            #expect(part.segment.bytes == expectedPart.segment.bytes, "seed \(seed), step \(step)")
            let letters = positions.map { Letter(consumer: .random(in: 1...4, using: &random), position: $0) }
            #expect(try reader.fates(of: letters) == model.fates(of: letters), "seed \(seed), step \(step)")
        }
        #expect(refusedCount < 120, "seed \(seed): hardly a batch was right")
    }

    /// A batch that is mostly right: what is wrong in it, both have to refuse whole.
    private func randomBatch(_ model: ModelJournal, _ sequence: inout UInt64, _ random: inout SplitMix64) -> JournalBatch {
        var batch = JournalBatch()
        batch.at = .random(in: 0...1_000, using: &random)
        if model.types.isEmpty { batch.types = (0...2).map { TypeRecord(id: $0, name: "type.\($0)") } }
        addMessages(Int.random(in: 0...3, using: &random), to: &batch, model, &sequence, &random)
        let free = (1...4 as ClosedRange<UInt32>).filter { model.consumers[$0] == nil }
        if let id = free.randomElement(using: &random) {
            batch.consumers = [ConsumerRecord(id: id, principal: "p", name: "\(id)", filter: ">", purpose: "", createdAt: 0, position: 1)]
        }
        func some(_ odds: Int) -> Bool { Int.random(in: 0..<odds, using: &random) == 0 }
        for var consumer in model.consumers.values.sorted(by: { $0.id < $1.id }) {
            func position() -> UInt64 { UInt64.random(in: 1...max(1, model.lastPosition), using: &random) }
            func anyLetter() -> Letter { Letter(consumer: consumer.id, position: position()) }
            if some(30) { batch.forgottenConsumers = [consumer.id] }
            if some(8) {
                consumer.isPaused.toggle()
                consumer.settings.append(UInt8.random(in: 0...255, using: &random))
                batch.changedConsumers.append(consumer)
            }
            if some(3) {
                let next = consumer.position + UInt64.random(in: 0...2, using: &random)
                let ahead = [next + 1...next + 2, next + 4...next + 9]
                batch.positions.append(ConsumerPosition(id: consumer.id, position: next, ahead: some(2) ? ahead : nil))
            }
            if some(3) {
                let letter = anyLetter()
                let count = (model.letters.failures[letter]?.count ?? 0) + 1
                batch.failures.append(FailureRecord(letter: letter, count: count, until: Int64(count), history: [UInt8(count & 255)]))
            }
            if some(6) { batch.recovered.append(anyLetter()) }
            if some(4), model.lastPosition > 0 {
                let at = Int64.random(in: 0...100, using: &random)
                let record = DeadLetterRecord(
                    letter: anyLetter(),
                    attempts: 3,
                    at: at,
                    history: [UInt8(at)],
                    keyHash: .random(in: 0...UInt64.max, using: &random),
                    isBlocking: some(2)
                )
                batch.deadLetters.append(record)
            }
            let dead = model.letters.dead.map(\.record.letter).filter { $0.consumer == consumer.id }
            if some(5), let letter = dead.randomElement(using: &random) { batch.retried.append(letter) }
            if some(6), let letter = dead.randomElement(using: &random) { batch.resolved.append(letter) }
            if some(9), let letter = dead.randomElement(using: &random), !batch.resolved.contains(letter) { batch.discarded.append(letter) }
            if some(3) {
                let first = position()
                let receipt = ReceiptRecord(consumer: consumer.id, positions: first...(first + .random(in: 0...2, using: &random)))
                if !model.receipts.covers(receipt) { batch.receipts.append(receipt) }
            }
            if some(50) { batch.resolved.append(anyLetter()) }
        }
        return batch
    }

    private func addMessages(
        _ count: Int,
        to batch: inout JournalBatch,
        _ model: ModelJournal,
        _ sequence: inout UInt64,
        _ random: inout SplitMix64
    ) {
        guard count > 0 else { return }
        var bytes: [UInt8] = []
        var entries: [MessageEntry] = []
        let first = (position: model.lastPosition + 1, sequence: sequence + 1)
        for index in 0..<UInt64(count) {
            let content = (0..<4).map { _ in UInt8.random(in: 0...1, using: &random) }
            entries.append(
                MessageEntry(
                    position: first.position + index,
                    recordedAt: 5,
                    client: 1,
                    type: .random(in: 0...2, using: &random),
                    isExercise: .random(using: &random),
                    clientSequence: first.sequence + index,
                    idHigh: .random(in: 0...UInt64.max, using: &random),
                    idLow: index,
                    key: ByteSlice(offset: UInt32(bytes.count), count: 1),
                    body: ByteSlice(offset: UInt32(bytes.count) + 1, count: 3),
                    chain: ByteSlice(offset: UInt32(bytes.count) + 4, count: [0, 0, 16, 32].randomElement(using: &random) ?? 0)
                )
            )
            bytes += content + [UInt8](repeating: .random(in: 0...1, using: &random), count: 16)
            bytes += [UInt8](repeating: .random(in: 0...9, using: &random), count: 16)
        }
        sequence += UInt64(count)
        batch.messages = MessageSegment(bytes: bytes, entries: entries)
        batch.runs = [ClientRun(client: 1, firstSequence: first.sequence, count: UInt32(count), firstPosition: first.position)]
        batch.clients = [ClientRecord(id: 1, principal: "p", name: "p", lastSequence: sequence)]
    }

    private func randomQuery(_ random: inout SplitMix64) -> DeadLetterQuery {
        var query = DeadLetterQuery()
        query.countMax = Int.random(in: 0...5, using: &random)
        if Bool.random(using: &random) { query.consumers = [1, .random(in: 2...5, using: &random)] }
        if Bool.random(using: &random) { query.types = [.random(in: 0...2, using: &random)] }
        if Bool.random(using: &random) { query.key = [.random(in: 0...1, using: &random)] }
        if Bool.random(using: &random) { query.times = 20...80 }
        if Int.random(in: 0..<8, using: &random) == 0 { query.position = .random(in: 1...20, using: &random) }
        return query
    }

    /// What all pages of a query have.
    private struct Pages: Equatable {
        struct Item: Equatable {
            let letter: Letter
            let attempts: UInt32
            let at: Int64
            let history: [UInt8]
            let isBlocking: Bool
            let isRetrying: Bool
            let message: MessageEntry
        }

        private(set) var pages: [[Item]] = []
        private(set) var bytes: [[UInt8]] = []

        init(_ reader: any JournalReader, _ query: DeadLetterQuery) throws {
            var query = query
            while true {
                let page = try reader.deadLetters(query)
                bytes.append(page.bytes)
                pages.append(
                    page.letters.map {
                        Item(
                            letter: $0.letter,
                            attempts: $0.attempts,
                            at: $0.at,
                            history: $0.history,
                            isBlocking: $0.isBlocking,
                            isRetrying: $0.isRetrying,
                            message: $0.message
                        )
                    }
                )
                guard let next = page.next else { return }
                query.from = next
            }
        }
    }
}
