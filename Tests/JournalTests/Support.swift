import Foundation
import GRDBSQLite

@testable import Journal

/// A folder for one test, gone with it.
final class Folder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("journal-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var journal: String { path + "/journal.sqlite" }

    /// Changes the file behind the journal's back, while it is closed.
    func execute(_ sql: String) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close(handle) }
        guard sqlite3_open(journal, &handle) == SQLITE_OK, sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw JournalError(.misuse, String(cString: sqlite3_errmsg(handle)))
        }
    }
}

/// SplitMix64: the same seed, the same numbers.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// A message as a test writes it.
struct Note: Equatable {
    var client: UInt32 = 1
    var type: UInt16 = 1
    var sequence: UInt64
    var time: Int64 = 0
    var isExercise = false
    var key: [UInt8] = Array("key".utf8)
    var body: [UInt8]
}

extension DeadLetterRecord {
    static func example(_ consumer: UInt32, _ position: UInt64, at: Int64 = 1_000, keyHash: UInt64 = 0, isBlocking: Bool = false) -> Self {
        DeadLetterRecord(
            letter: Letter(consumer: consumer, position: position),
            attempts: 3,
            at: at,
            history: [7, 7],
            keyHash: keyHash,
            isBlocking: isBlocking
        )
    }
}

extension JournalBatch {
    /// A batch of messages at the positions from `first` on, with their runs.
    init(_ notes: [Note], first: UInt64) {
        self.init()
        var bytes: [UInt8] = []
        var entries: [MessageEntry] = []
        for (index, note) in notes.enumerated() {
            let key = ByteSlice(offset: UInt32(bytes.count), count: UInt32(note.key.count))
            bytes += note.key
            let body = ByteSlice(offset: UInt32(bytes.count), count: UInt32(note.body.count))
            bytes += note.body
            entries.append(
                MessageEntry(
                    position: first + UInt64(index),
                    recordedAt: note.time,
                    client: note.client,
                    type: note.type,
                    isExercise: note.isExercise,
                    clientSequence: note.sequence,
                    idHigh: UInt64(note.client) << 32,
                    idLow: note.sequence,
                    key: key,
                    body: body
                )
            )
            if let last = runs.last, last.client == note.client, last.firstSequence + UInt64(last.count) == note.sequence,
                last.firstPosition + UInt64(last.count) == first + UInt64(index)
            {
                runs[runs.count - 1] = ClientRun(
                    client: last.client,
                    firstSequence: last.firstSequence,
                    count: last.count + 1,
                    firstPosition: last.firstPosition
                )
            } else {
                runs.append(ClientRun(client: note.client, firstSequence: note.sequence, count: 1, firstPosition: first + UInt64(index)))
            }
        }
        if !entries.isEmpty { messages = MessageSegment(bytes: bytes, entries: entries) }
    }
}

extension JournalReader {
    /// All messages, page after page.
    func all(types: TypeSelection = .all, key: [UInt8]? = nil, from: UInt64 = 1, through: UInt64, countMax: Int = 100) throws -> [(UInt64, Note)] {
        var notes: [(UInt64, Note)] = []
        var next = from
        while next <= through {
            let page = try page(from: next, through: through, types: types, key: key, countMax: countMax, bytesMax: 1 << 20)
            for entry in page.segment.entries {
                notes.append(
                    (
                        entry.position,
                        Note(
                            client: entry.client,
                            type: entry.type,
                            sequence: entry.clientSequence,
                            time: entry.recordedAt,
                            isExercise: entry.isExercise,
                            key: Array(page.segment.bytes[entry.key.range]),
                            body: Array(page.segment.bytes[entry.body.range])
                        )
                    )
                )
            }
            guard page.next > next else { break }
            next = page.next
        }
        return notes
    }
}
