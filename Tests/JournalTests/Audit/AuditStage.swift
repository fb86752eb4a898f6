import Foundation
import Testing

@testable import Journal

/// A journal with a signed chain: ten commits of ten messages each.
final class AuditStage {
    let folder = Folder()
    let key = AuditKey()
    private(set) var journal: SQLiteJournal
    private var last: UInt64 = 0

    static let commits = 10
    static let perCommit = 10
    static let count = UInt64(commits * perCommit)

    init(commits: Int = AuditStage.commits) throws {
        journal = try SQLiteJournal(path: folder.journal, options: .init(auditKey: key))
        _ = try journal.recover()
        for _ in 0..<commits { try commit(Self.perCommit) }
        try journal.seal(at: Int64(last))
    }

    /// Commits messages whose times are their positions.
    func commit(_ count: Int, type: UInt16 = 1, change: (inout JournalBatch) -> Void = { _ in }) throws {
        let first = last + 1
        let notes = (0..<count).map { offset in
            let position = first + UInt64(offset)
            return Note(
                type: type,
                sequence: position,
                time: Int64(position),
                key: Array("key-\(position % 7)".utf8),
                body: Array("body \(position)".utf8)
            )
        }
        var batch = JournalBatch(notes, first: first)
        if first == 1 {
            batch.types = [TypeRecord(id: 1, name: "a.b.v1"), TypeRecord(id: 2, name: "a.c.v1")]
            batch.consumers = [ConsumerRecord(id: 7, principal: "two", name: "in", filter: "a.>", purpose: "to test", createdAt: 1, position: 1)]
        }
        last += UInt64(count)
        batch.clients = [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: last)]
        batch.at = Int64(last)
        change(&batch)
        try journal.commit(batch)
    }

    func verify(known: [AuditSeal] = [], isFromSeal: Bool = false) throws -> AuditReport {
        var verifier = try AuditVerifier(path: folder.journal)
        return try verifier.verify(key: key.publicKey, known: known, isFromSeal: isFromSeal)
    }

    /// What is wrong; nil where nothing is.
    func fault(known: [AuditSeal] = [], isFromSeal: Bool = false) throws -> AuditFault? {
        do {
            _ = try verify(known: known, isFromSeal: isFromSeal)
            return nil
        } catch let fault as AuditFault {
            return fault
        }
    }

    /// Changes the file behind the journal's back.
    func tamper(_ sql: String) throws {
        try journal.close()
        try folder.execute(sql)
    }

    func reopen() throws {
        journal = try SQLiteJournal(path: folder.journal, options: .init(auditKey: key))
        _ = try journal.recover()
    }
}
