import Testing

@testable import Journal

/// Retention lets messages go, and the chain still holds.
@Suite struct AuditRetentionTests {
    private func remove(_ stage: AuditStage, type: UInt16 = 1, before time: Int64) throws {
        let step = RetentionStep(type: type, through: .max, olderThan: time, countMax: .max, bytesMax: .max)
        while try stage.journal.remove(step).isMore {}
    }

    @Test func `what is gone is counted, and what is left of it fits`() throws {
        let stage = try AuditStage()
        try remove(stage, before: 36)
        let report = try stage.verify()
        #expect(report.messages == AuditStage.count && report.gone == 35)
    }

    @Test func `of a block that is gone as a whole nothing is left but its root`() throws {
        let stage = try AuditStage()
        try remove(stage, before: 36)
        let connection = try Connection(path: stage.folder.journal, isReadOnly: true)
        // Five of the fourth block.
        #expect(try connection.integer("SELECT count(*) FROM leaf") == 5)
        #expect(try connection.integer("SELECT count(*) FROM block WHERE hints = x''") == 3)
    }

    @Test func `leaves of a mixed block stay until its last message goes`() throws {
        let stage = try AuditStage(commits: 0)
        try stage.commit(10) { batch in
            guard let segment = batch.messages else { return }
            var entries = segment.entries
            for index in 5..<10 { entries[index].type = 2 }
            batch.messages = MessageSegment(bytes: segment.bytes, entries: entries)
        }
        try remove(stage, before: 100)
        #expect(try stage.verify().gone == 5)
        try remove(stage, type: 2, before: 100)
        let connection = try Connection(path: stage.folder.journal, isReadOnly: true)
        #expect(try connection.integer("SELECT count(*) FROM leaf") == 0)
        #expect(try stage.verify().gone == 10)
    }

    @Test func `a message that goes without leaving its leaf is missed`() throws {
        let stage = try AuditStage()
        try remove(stage, before: 36)
        try stage.tamper("DELETE FROM leaf WHERE position = 33")
        #expect(try stage.fault()?.position == 33)
        try stage.folder.execute("INSERT INTO leaf VALUES (33, zeroblob(32))")
        #expect(try stage.fault()?.position == 33)
    }

    @Test func `the copy of a dead letter is verified, also when its message is gone`() throws {
        let stage = try AuditStage()
        try stage.commit(1) { $0.deadLetters = [.example(7, 12), .example(7, 95)] }
        #expect(try stage.verify().deadLetters == 2)
        try remove(stage, before: 90)
        #expect(try stage.verify().deadLetters == 2)
        try stage.tamper("UPDATE dead SET body = x'00' WHERE position = 12")
        #expect(try stage.fault()?.position == 12)
    }
}
