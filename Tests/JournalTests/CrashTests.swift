import Foundation
import Testing

@testable import Journal

@Suite struct CrashTests {
    /// What the disk holds at a moment: the file and its log, copied while the journal is open.
    private func snapshot(_ folder: Folder) throws -> Folder {
        let copy = Folder()
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: folder.journal + suffix) {
            try FileManager.default.copyItem(atPath: folder.journal + suffix, toPath: copy.journal + suffix)
        }
        return copy
    }

    @Test(arguments: 0..<6 as Range<UInt64>)
    func `after a crash, every committed batch is there and nothing else`(seed: UInt64) throws {
        var random = Seeded(seed)
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        var model: [Note] = []
        var used: [UInt32: UInt64] = [:]
        var time: Int64 = 0
        for _ in 0..<40 {
            var notes: [Note] = []
            for _ in 0..<Int.random(in: 0...30, using: &random) {
                let client = UInt32.random(in: 1...3, using: &random)
                // Now and then a sequence is used up by a refusal.
                used[client, default: 0] += Bool.random(using: &random) ? 1 : 2
                time += Int64.random(in: 0...5, using: &random)
                notes.append(
                    Note(
                        client: client,
                        type: .random(in: 0...4, using: &random),
                        sequence: used[client] ?? 0,
                        time: time,
                        isExercise: .random(using: &random),
                        key: [.random(in: 0...9, using: &random)],
                        body: (0..<Int.random(in: 0...3_000, using: &random)).map { _ in .random(in: 0...255, using: &random) }
                    )
                )
            }
            var batch = JournalBatch(notes, first: UInt64(model.count) + 1)
            batch.clients = used.keys.sorted().map { ClientRecord(id: $0, principal: "p\($0)", name: "p\($0)", lastSequence: used[$0] ?? 0) }
            try journal.commit(batch)
            model += notes
            if Int.random(in: 0..<4, using: &random) == 0 { journal.checkpointIfIdle() }
            guard Int.random(in: 0..<5, using: &random) == 0 else { continue }

            let crashed = try snapshot(folder)
            let opened = try SQLiteJournal(path: crashed.journal)
            let state = try opened.recover()
            #expect(state.lastPosition == UInt64(model.count), "seed \(seed)")
            #expect(state.clients.map(\.lastSequence) == used.keys.sorted().map { used[$0] ?? 0 }, "seed \(seed)")
            let reader = try opened.makeReader()
            #expect(try reader.all(through: state.lastPosition).map(\.1) == model, "seed \(seed)")
            if !model.isEmpty {
                let probes = try #require(JournalBatch(model, first: 1).messages)
                #expect(try reader.compare(probes) == (1...UInt64(model.count)).map { .same($0) }, "seed \(seed)")
            }
        }
    }

    @Test func `a log that was cut off in the middle of a commit loses that commit only`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        try journal.commit(JournalBatch([Note(sequence: 1, body: [1])], first: 1))
        let whole = try snapshot(folder)
        let sizeBefore = try FileManager.default.attributesOfItem(atPath: whole.journal + "-wal")[.size] as? Int ?? 0
        try journal.commit(JournalBatch([Note(sequence: 2, body: [UInt8](repeating: 2, count: 9_000))], first: 2))
        let cut = try snapshot(folder)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: cut.journal + "-wal"))
        let size = try file.seekToEnd()
        #expect(size > sizeBefore)
        try file.truncate(atOffset: size - 100)
        try file.close()
        let opened = try SQLiteJournal(path: cut.journal)
        #expect(try opened.recover().lastPosition == 1)
        #expect(try opened.makeReader().all(through: 9).map(\.1.body) == [[1]])
    }
}
