import Testing

@testable import Journal

/// Chains, and what became of messages with consumers.
@Suite struct TraceReaderTests {
    private let folder = Folder()
    private let journal: SQLiteJournal
    private let reader: any JournalReader

    init() throws {
        journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        reader = try journal.makeReader()
    }

    /// Six messages: 2 begins a chain that 4 and 6 belong to.
    private func fill() throws {
        var batch = JournalBatch((1...6).map { Note(sequence: $0, body: [UInt8($0)]) }, first: 1)
        batch.types = [TypeRecord(id: 1, name: "a.b.v1")]
        batch.clients = [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: 6)]
        batch.consumers = [ConsumerRecord(id: 7, principal: "two", name: "in", filter: ">", purpose: "to test", createdAt: 0, position: 1)]
        var (bytes, entries) = (batch.messages?.bytes ?? [], batch.messages?.entries ?? [])
        for index in [3, 5] {
            entries[index].chain = ByteSlice(offset: UInt32(bytes.count), count: index == 3 ? 16 : 32)
            bytes += chain + (index == 3 ? [] : Array(repeating: 9, count: 16))
        }
        batch.messages = MessageSegment(bytes: bytes, entries: entries)
        try journal.commit(batch)
    }

    private let chain = [UInt8](repeating: 0, count: 3) + [1] + [UInt8](repeating: 0, count: 11) + [2]

    @Test func `a chain is read in order, in pages, with what each message follows from`() throws {
        try fill()
        let first = try reader.chain(chain, from: 1, countMax: 1, bytesMax: 1 << 20)
        #expect(first.segment.entries.map(\.position) == [4] && first.next == 6)
        let second = try reader.chain(chain, from: first.next, countMax: 1, bytesMax: 1 << 20)
        #expect(second.segment.entries.map(\.position) == [6] && second.next == 0)
        let entry = try #require(second.segment.entries.first)
        #expect(Array(second.segment.bytes[entry.chain.range]) == chain + Array(repeating: 9, count: 16))
        #expect(try reader.chain(Array(repeating: 5, count: 16), from: 1, countMax: 9, bytesMax: 1 << 20).segment.entries.isEmpty)
    }

    @Test func `a chain is found through its index, and a message without one is not in it`() throws {
        try fill()
        let connection = try Connection(path: folder.journal, isReadOnly: true)
        let plan = try connection.prepare("EXPLAIN QUERY PLAN SELECT body FROM message WHERE correlation = x'00' AND position >= 1 ORDER BY position")
        #expect(try plan.step())
        #expect(plan.text(3).contains("USING INDEX message_chain"))
        let count = try connection.prepare("SELECT count(*) FROM message INDEXED BY message_chain WHERE correlation IS NOT NULL")
        #expect(try count.step() && count.integer(0) == 2)
    }

    @Test func `a message is found by its id, and where it is not the search says where to go on`() throws {
        try fill()
        #expect(try reader.find(idHigh: 1 << 32, idLow: 3, from: 1, through: 6) == FoundMessage(position: 3, next: 7))
        #expect(try reader.find(idHigh: 1 << 32, idLow: 3, from: 4, through: 6) == FoundMessage(position: nil, next: 7))
        #expect(try reader.find(idHigh: 1 << 32, idLow: 3, from: 7, through: 6) == FoundMessage(position: nil, next: 7))
        let far = try reader.find(idHigh: 0, idLow: 0, from: 1, through: 1_000_000)
        #expect(far == FoundMessage(position: nil, next: 1 + TraceReader.rowsMax))
    }

    @Test func `receipts, dead letters and resolutions tell what became of a message, and go with their consumer`() throws {
        try fill()
        var batch = JournalBatch()
        batch.at = 100
        batch.receipts = [ReceiptRecord(consumer: 7, positions: 1...2), ReceiptRecord(consumer: 7, positions: 4...4)]
        batch.deadLetters = [.example(7, 5, at: 90), .example(7, 6, at: 91)]
        try journal.commit(batch)
        func fates() throws -> [Fate] { try reader.fates(of: (1...6).map { Letter(consumer: 7, position: $0) }) }
        let dead = Fate.dead(at: 90, attempts: 3, isRetrying: false)
        #expect(
            try fates() == [.settled(at: 100), .settled(at: 100), .open, .settled(at: 100), dead, .dead(at: 91, attempts: 3, isRetrying: false)]
        )
        batch = JournalBatch()
        batch.at = 200
        batch.retried = [Letter(consumer: 7, position: 5)]
        batch.discarded = [Letter(consumer: 7, position: 6)]
        try journal.commit(batch)
        #expect(try fates().suffix(2) == [.dead(at: 90, attempts: 3, isRetrying: true), .discarded(at: 200)])
        batch = JournalBatch()
        batch.at = 300
        batch.resolved = [Letter(consumer: 7, position: 5)]
        try journal.commit(batch)
        #expect(try fates().suffix(2) == [.settled(at: 300), .discarded(at: 200)])
        #expect(try reader.fates(of: [Letter(consumer: 8, position: 1)]) == [.open])
        batch = JournalBatch()
        batch.forgottenConsumers = [7]
        try journal.commit(batch)
        #expect(try fates().allSatisfy { $0 == .open })
    }
}
