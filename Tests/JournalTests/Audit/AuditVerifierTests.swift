import Testing

@testable import Journal

@Suite struct AuditVerifierTests {
    @Test func `an untouched chain holds, with every message and a signature over all of it`() throws {
        let stage = try AuditStage()
        let report = try stage.verify()
        #expect(report.blocks == 10)
        #expect(report.messages == AuditStage.count)
        #expect(report.lastPosition == AuditStage.count)
        #expect(report.seals >= 1 && report.unsealed == 0 && report.gone == 0 && report.unchained == 0)
        #expect(report.lastSeal == stage.journal.lastSeal)
    }

    @Test func `a chain goes on over a restart`() throws {
        let stage = try AuditStage()
        try stage.journal.close()
        try stage.reopen()
        try stage.commit(5)
        #expect(try stage.verify().messages == AuditStage.count + 5)
    }

    /// What somebody who can write the file might do, and the first position that it affects.
    @Test(arguments: [
        ("an edited body", "UPDATE message SET body = x'00' WHERE position = 37", 37),
        ("an edited key", "UPDATE message SET key = x'00' WHERE position = 41", 41),
        ("an edited time", "UPDATE message SET recorded_at = recorded_at + 1 WHERE position = 12", 12),
        ("an edited flag", "UPDATE message SET flags = 1 WHERE position = 100", 100),
        ("an edited event id", "UPDATE message SET id_low = 99 WHERE position = 1", 1),
        ("a chain put in", "UPDATE message SET correlation = zeroblob(16) WHERE position = 55", 55),
        ("another type", "UPDATE message SET type = 2 WHERE position = 20", 20),
        ("a renamed type", "UPDATE type SET name = 'a.x.v1' WHERE id = 1", 1),
        ("a renamed client", "UPDATE client SET name = 'other' WHERE id = 1", 1),
        ("a removed message", "DELETE FROM message WHERE position = 63", 63),
        (
            "two exchanged messages",
            """
            UPDATE message SET position = 1000 WHERE position = 33; UPDATE message SET position = 33 WHERE position = 34;
            UPDATE message SET position = 34 WHERE position = 1000
            """, 33
        ),
        (
            "a message put in at the end",
            "INSERT INTO message SELECT 101, recorded_at, client, type, flags, 101, 0, 0, key, body, NULL, NULL FROM message WHERE position = 100",
            101
        ),
        ("a removed block", "DELETE FROM block WHERE number = 4", 31),
        ("a removed block and its messages", "DELETE FROM block WHERE number = 4; DELETE FROM message WHERE position BETWEEN 31 AND 40", 31),
        ("a forged head", "UPDATE block SET head = zeroblob(32) WHERE number = 6", 51),
        ("a forged root", "UPDATE block SET root = zeroblob(32) WHERE number = 6", 51),
        ("a forged time of a block", "UPDATE block SET at = at + 1 WHERE number = 6", 51),
        ("a head that is no hash", "UPDATE block SET head = x'00' WHERE number = 6", 51),
        ("a block that claims another place", "UPDATE block SET first = 52 WHERE number = 6", 51),
        ("a tail cut off", "DELETE FROM message WHERE position > 90; DELETE FROM block WHERE number > 9; UPDATE meta SET last_position = 90", 91),
        ("messages cut off and their blocks not", "DELETE FROM message WHERE position > 90; UPDATE meta SET last_position = 90", 91),
        (
            "all messages of a block, as if retention had taken them, and its leaves",
            "DELETE FROM message WHERE position BETWEEN 11 AND 20; INSERT INTO leaf VALUES (15, zeroblob(32))", 11
        ),
    ])
    func `what was done to the file is found, and where it begins`(what: String, sql: String, position: UInt64) throws {
        let stage = try AuditStage()
        try stage.tamper(sql)
        let fault = try #require(try stage.fault(), "\(what) went unseen")
        #expect(fault.position == position, "\(what): \(fault)")
    }

    @Test func `a history written anew does not have the gateway's signature`() throws {
        let (stage, other) = (try AuditStage(), try AuditStage())
        // Everything fits but the key.
        var verifier = try AuditVerifier(path: other.folder.journal)
        #expect(throws: AuditFault.self) { try verifier.verify(key: stage.key.publicKey) }
        // The seals taken over from the true one do not fit the heads.
        try other.tamper("UPDATE seal SET signature = zeroblob(64)")
        #expect(try other.fault()?.position == nil)
        #expect(try other.fault()?.block == 1 || other.fault()?.block == 10)
    }

    @Test func `a journal that was rolled back does not hold the seal that was kept`() throws {
        let stage = try AuditStage(commits: 5)
        let early = try #require(stage.journal.lastSeal)
        try stage.journal.close()
        try stage.folder.execute("VACUUM INTO '\(stage.folder.path)/older.sqlite'")
        try stage.reopen()
        for _ in 0..<5 { try stage.commit(10) }
        try stage.journal.seal(at: 2_000_000)
        let late = try #require(stage.journal.lastSeal)
        #expect(try stage.fault(known: [early, late]) == nil)

        var older = try AuditVerifier(path: stage.folder.path + "/older.sqlite")
        #expect(try older.verify(key: stage.key.publicKey, known: [early]).messages == 50)
        #expect(try older.holds(early) && !older.holds(late))
        let fault = #expect(throws: AuditFault.self) { try older.verify(key: stage.key.publicKey, known: [early, late]) }
        #expect(fault?.position == 51)
    }

    @Test func `a journal that went another way after it was rolled back does not hold the seal that was kept`() throws {
        let (stage, other) = (try AuditStage(), try AuditStage(commits: 5))
        try other.commit(50)
        let kept = try #require(stage.journal.lastSeal)
        var verifier = try AuditVerifier(path: other.folder.journal)
        #expect(throws: AuditFault.self) { try verifier.verify(key: nil, known: [kept]) }
    }

    @Test func `from a saved seal only what came after it is looked at`() throws {
        let stage = try AuditStage(commits: 5)
        let seal = try #require(stage.journal.lastSeal)
        for _ in 0..<3 { try stage.commit(10) }
        try stage.tamper("UPDATE message SET body = x'00' WHERE position = 7")
        #expect(try stage.verify(known: [seal], isFromSeal: true).messages == 30)
        #expect(try stage.fault()?.position == 7)
        try stage.folder.execute("UPDATE message SET body = x'00' WHERE position = 77")
        #expect(try stage.fault(known: [seal], isFromSeal: true)?.position == 77)
    }

    @Test func `a forged seal is not believed`() throws {
        let stage = try AuditStage()
        let seal = try #require(stage.journal.lastSeal)
        let forged = AuditSeal(
            block: seal.block,
            lastPosition: seal.lastPosition,
            head: .zero,
            at: seal.at,
            key: seal.key,
            signature: seal.signature
        )
        #expect(try stage.fault(known: [forged]) != nil)
        let foreign = try #require(AuditSeal(block: seal.block, lastPosition: seal.lastPosition, head: seal.head, at: seal.at, by: AuditKey()))
        #expect(try stage.fault(known: [foreign]) != nil)
    }

    @Test func `a running gateway's file can be verified between two commits`() throws {
        let stage = try AuditStage()
        var verifier = try AuditVerifier(path: stage.folder.journal)
        try stage.commit(10)
        #expect(try verifier.verify(key: stage.key.publicKey).messages == AuditStage.count)
        #expect(try stage.verify().messages == AuditStage.count + 10)
    }

    @Test func `messages older than the chain are counted and not judged`() throws {
        let stage = try AuditStage(commits: 0)
        try stage.commit(10)
        // As a journal of format 4 becomes one of format 5.
        try stage.tamper("DELETE FROM block; DELETE FROM seal")
        #expect(try stage.verify().unchained == 10)
        try stage.reopen()
        try stage.commit(10)
        let report = try stage.verify()
        #expect(report.unchained == 10 && report.messages == 10 && report.lastPosition == 20)
    }

    @Test func `without a key nothing is signed, and the chain says so`() throws {
        let folder = Folder()
        let journal = try SQLiteJournal(path: folder.journal)
        _ = try journal.recover()
        var batch = JournalBatch([Note(sequence: 1, body: [1])], first: 1)
        batch.types = [TypeRecord(id: 1, name: "a.b.v1")]
        batch.clients = [ClientRecord(id: 1, principal: "one", name: "one/x", lastSequence: 1)]
        try journal.commit(batch)
        try journal.seal(at: 5)
        #expect(journal.lastSeal == nil)
        var verifier = try AuditVerifier(path: folder.journal)
        #expect(try verifier.verify(key: nil).unsealed == 1)
    }

    @Test func `commits sign about once a second, and what is idle is signed once`() throws {
        let stage = try AuditStage(commits: 0)
        for second in 0..<3 {
            for _ in 0..<10 { try stage.commit(1) { $0.at = Int64(second) * 1_000_000 } }
        }
        #expect(try stage.verify().seals == 3)
        #expect(try stage.verify().unsealed == 9)
        try stage.journal.seal(at: 3_000_000)
        try stage.journal.seal(at: 4_000_000)
        let report = try stage.verify()
        #expect(report.seals == 4 && report.unsealed == 0 && report.lastSeal?.at == 3_000_000)
    }
}
