import Foundation

@testable import Journal

/// Bodies of the tests' personal type: `who;who:element|element`. What is before the colon is about the whole message, an element `who=text` about somebody else.
struct TestSubjects: SubjectCatalogue {
    static let personal = "a.person.v1"

    func finder(for type: String) -> (any SubjectFinder)? { type == Self.personal ? Finder() : nil }

    private struct Finder: SubjectFinder {
        func find(in body: UnsafeRawBufferPointer, _ parts: inout SubjectParts) {
            let bytes = Array(body)
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
            var count = 0
            for who in bytes[..<colon].split(separator: UInt8(ascii: ";")) {
                parts.append(subject: who.startIndex..<who.endIndex)
                count += 1
            }
            let own = 0..<count
            parts.append(part: 0..<min(colon + 1, bytes.count), subjects: own)
            var start = min(colon + 1, bytes.count)
            while start < bytes.count {
                let end = (bytes[start...].firstIndex(of: UInt8(ascii: "|")) ?? bytes.count - 1) + 1
                if let equals = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")) {
                    parts.append(subject: start..<equals)
                    parts.append(part: start..<end, subjects: count..<(count + 1))
                    count += 1
                } else {
                    parts.append(part: start..<end, subjects: own)
                }
                start = end
            }
        }
    }
}

/// A journal with a vault, and what a test asks of it.
final class VaultStage {
    let folder = Folder()
    let master: MasterKey
    private(set) var journal: SQLiteJournal
    private(set) var reader: any JournalReader
    private var last: UInt64 = 0

    init(master: MasterKey = MasterKey()) throws {
        self.master = master
        journal = try SQLiteJournal(path: folder.journal, options: Self.options(master))
        _ = try journal.recover()
        reader = try journal.makeReader()
    }

    static func options(_ master: MasterKey) -> SQLiteJournal.Options {
        .init(auditKey: AuditKey(), vault: JournalVault(master: master, subjects: TestSubjects()))
    }

    /// Commits bodies of the personal type, in one batch.
    @discardableResult
    func commit(_ bodies: [String], key: String = "the-key", type: UInt16 = 1, change: (inout JournalBatch) -> Void = { _ in }) throws -> [Bool] {
        let first = last + 1
        let notes = bodies.enumerated().map { offset, body in
            Note(type: type, sequence: first + UInt64(offset), time: Int64(first), key: Array(key.utf8), body: Array(body.utf8))
        }
        var batch = JournalBatch(notes, first: first)
        if first == 1 {
            batch.types = [TypeRecord(id: 1, name: TestSubjects.personal), TypeRecord(id: 2, name: "a.thing.v1")]
            batch.consumers = [ConsumerRecord(id: 7, principal: "two", name: "in", filter: "a.>", purpose: "to test", createdAt: 1, position: 1)]
        }
        change(&batch)
        let erased = try journal.commit(batch)
        last += UInt64(bodies.count)
        return erased
    }

    func erase(_ subject: String) throws -> Bool {
        var batch = JournalBatch()
        batch.erasures = [Erasure(subject: Array(subject.utf8))]
        return try journal.commit(batch) == [true]
    }

    func reopen(_ master: MasterKey) throws {
        try journal.close()
        journal = try SQLiteJournal(path: folder.journal, options: Self.options(master))
        _ = try journal.recover()
        reader = try journal.makeReader()
    }

    /// What can be read: each message's condition and body.
    func bodies(key: String? = nil) throws -> [String] {
        let page = try reader.page(
            from: 1,
            through: last,
            types: .all,
            key: key.map { Array($0.utf8) },
            countMax: 1_000,
            bytesMax: 1 << 20
        )
        return Self.texts(page.segment)
    }

    static func texts(_ segment: MessageSegment) -> [String] {
        segment.entries.map { entry in
            let body = String(decoding: segment.bytes[entry.body.range], as: UTF8.self)
            return entry.condition == .whole ? body : "\(entry.condition) \(body)"
        }
    }

    /// Whether a text lies anywhere in the journal's files.
    func isInFiles(_ text: String) throws -> Bool {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            guard let data = FileManager.default.contents(atPath: folder.path + "/" + name) else { continue }
            if data.range(of: Data(text.utf8)) != nil { return true }
        }
        return false
    }
}
