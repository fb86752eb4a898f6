import Client
import Foundation
import Journal
import SwiftProtobuf
import Wire

/// Fills a journal as a season leaves it: messages, and consumers that stand at various places, with gaps, failures and dead letters.
struct JournalFill {
    let messages: Int
    let size: Int
    let consumers: Int
    /// Messages of one commit.
    var batch = 10_000
    /// Signs the audit chain; nil: nothing does.
    var auditKey: AuditKey?

    /// What is in it, for comparison with what a gateway then says.
    struct Content {
        /// By the consumer's name.
        var positions: [String: UInt64] = [:]
        var deadLetters: [String: Int] = [:]
        var aheadRanges = 0
        var failures = 0
    }

    static let principal = "bench-labour"
    /// What a consumer that is shared or keyed has settled beyond its position: so many ranges of ten messages, ten apart.
    private static let rangesMax = 1_000
    private static let failuresMax = 200
    private static let deadMax = 1_000

    func write(to path: String) throws -> Content {
        let journal = try SQLiteJournal(path: path, options: .init(auditKey: auditKey))
        _ = try journal.recover()
        try writeMessages(journal)
        var content = Content()
        for number in 0..<consumers { try write(consumer: number, journal, &content) }
        try journal.seal(at: Int64(Date().timeIntervalSince1970 * 1_000_000))
        try journal.close()
        return content
    }

    private func writeMessages(_ journal: SQLiteJournal) throws {
        let time = Int64(Date().timeIntervalSince1970 * 1_000_000)
        let source = try BenchMessages(size: size, time: time)
        var first = 0
        while first < messages {
            let count = min(batch, messages - first)
            var bytes: [UInt8] = []
            var entries: [MessageEntry] = []
            bytes.reserveCapacity(count * (size + 64))
            entries.reserveCapacity(count)
            for number in first..<(first + count) {
                let body = source.message(number).body
                let start = UInt32(bytes.count)
                bytes += body[source.keyRange]
                bytes += body
                entries.append(
                    MessageEntry(
                        position: UInt64(number + 1),
                        recordedAt: time + Int64(number),
                        client: 1,
                        type: 0,
                        isExercise: true,
                        clientSequence: UInt64(number + 1),
                        idHigh: UInt64(time) << 16,
                        idLow: UInt64(number),
                        key: ByteSlice(offset: start, count: UInt32(source.keyRange.count)),
                        body: ByteSlice(offset: start + UInt32(source.keyRange.count), count: UInt32(body.count))
                    )
                )
            }
            var batch = JournalBatch()
            if first == 0 { batch.types = [TypeRecord(id: 0, name: BenchMessages.type)] }
            let last = UInt64(first + count)
            batch.clients = [ClientRecord(id: 1, principal: "bench-border", name: "bench-border", lastSequence: last)]
            batch.runs = [ClientRun(client: 1, firstSequence: UInt64(first + 1), count: UInt32(count), firstPosition: UInt64(first + 1))]
            batch.messages = MessageSegment(bytes: bytes, entries: entries)
            batch.at = time + Int64(first)
            try journal.commit(batch)
            first += count
        }
    }

    private func write(consumer number: Int, _ journal: SQLiteJournal, _ content: inout Content) throws {
        let (id, name) = (UInt32(number + 1), "reader-\(number + 1)")
        // From the first message to the last: each is elsewhere.
        let position = 1 + UInt64(messages) * UInt64(number) / UInt64(consumers)
        let last = UInt64(messages)
        var settings = WireSettings()
        settings.kind = [.exclusive, .shared, .keyed][number % 3]
        if settings.kind == .keyed { settings.poison = .blockKey }
        // Exclusive consumers go straight on: they have no gaps, and keep no failures here.
        let gaps = settings.kind == .exclusive ? 0 : Self.rangesMax
        let starts = (0..<UInt64(gaps)).map { position + 10 + 20 * $0 }.filter { $0 + 9 <= last }
        var batch = JournalBatch()
        batch.consumers = [
            ConsumerRecord(
                id: id,
                principal: Self.principal,
                name: name,
                filter: "crossing.>",
                purpose: "measure how soon a gateway opens",
                createdAt: 1,
                position: position,
                settings: try settings.serializedBytes(),
                ahead: starts.map { $0...($0 + 9) }
            )
        ]
        let history = try Self.history()
        let later = Int64(Date().timeIntervalSince1970 * 1_000_000) + 3_600_000_000
        batch.failures = starts.prefix(Self.failuresMax).map {
            FailureRecord(letter: Letter(consumer: id, position: $0 - 5), count: 2, until: later, history: history)
        }
        batch.deadLetters = starts.prefix(Self.deadMax).map {
            DeadLetterRecord(
                letter: Letter(consumer: id, position: $0 + 3),
                attempts: 5,
                at: 1,
                history: history,
                keyHash: ($0 + 3) &* 0x9e37_79b9_7f4a_7c15,
                isBlocking: settings.kind == .keyed
            )
        }
        try journal.commit(batch)
        content.positions[name] = position
        content.deadLetters[name] = batch.deadLetters.count
        content.aheadRanges += starts.count
        content.failures += batch.failures.count
    }

    private static func history() throws -> [UInt8] {
        var attempt = WireFailedAttempt()
        attempt.atUs = 1
        attempt.cause = .nak
        attempt.reason = "store_closed"
        var history = WireFailureHistory()
        history.attempts = [attempt, attempt]
        return try history.serializedBytes()
    }
}
