import Foundation
import GRDBSQLite
import Testing

@testable import Journal

@Suite struct VaultTests {
    @Test func `what is about people is not in the file, and is read as it was written`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:secret words", "ngoc;mai:more of it", "nobody's", ""], key: "ngoc-the-key")
        try stage.commit(["public words"], key: "public-key", type: 2)
        #expect(try stage.bodies() == ["ngoc:secret words", "ngoc;mai:more of it", "nobody's", "", "public words"])
        for text in ["secret words", "more of it", "nobody's", "ngoc", "mai", "the-key"] { #expect(try !stage.isInFiles(text), "\(text)") }
        for text in ["public words", "public-key"] { #expect(try stage.isInFiles(text), "\(text)") }
        // And after a restart, from the file alone.
        try stage.reopen(stage.master)
        #expect(try stage.bodies().first == "ngoc:secret words")
    }

    @Test func `a type that became known before its first message is encrypted too`() throws {
        let stage = try VaultStage()
        var batch = JournalBatch()
        batch.types = [TypeRecord(id: 3, name: TestSubjects.personal + "x"), TypeRecord(id: 4, name: TestSubjects.personal)]
        try stage.journal.commit(batch)
        try stage.commit(["ngoc:secret words"], type: 4) { $0.types = [] }
        #expect(try !stage.isInFiles("secret words"))
        // And what nobody has named is not stored at all.
        let error = #expect(throws: JournalError.self) { try stage.commit(["mai:secret words"], type: 9) }
        #expect(error?.code == .misuse)
    }

    @Test func `one ordering key is found by its tag, among plain ones by itself`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1"], key: "k1")
        try stage.commit(["ngoc:2"], key: "k2")
        try stage.commit(["plain 3"], key: "k1", type: 2)
        #expect(try stage.bodies(key: "k1") == ["ngoc:1", "plain 3"])
        #expect(try stage.bodies(key: "k2") == ["ngoc:2"])
        #expect(try stage.bodies(key: "k3") == [])
        let page = try stage.reader.page(from: 1, through: 1, types: .all, key: nil, countMax: 1, bytesMax: 100)
        #expect(Array(page.segment.bytes[page.segment.entries[0].key.range]) == Array("k1".utf8))
    }

    @Test func `an erased subject's messages are erased, and nobody else's`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1", "mai:2", "ngoc;mai:3", ":an=4|mai=5|an=6"])
        #expect(try stage.bodies() == ["ngoc:1", "mai:2", "ngoc;mai:3", ":an=4|mai=5|an=6"])
        #expect(try stage.erase("ngoc"))
        #expect(try stage.bodies() == ["erased ", "mai:2", "erased ", ":an=4|mai=5|an=6"])
        #expect(try stage.erase("an"))
        #expect(try stage.bodies() == ["erased ", "mai:2", "erased ", "partlyErased :mai=5|"])
        // Also for a reader that never had the key, and after a restart.
        try stage.reopen(stage.master)
        #expect(try stage.bodies() == ["erased ", "mai:2", "erased ", "partlyErased :mai=5|"])
    }

    @Test func `erasing twice, or somebody unknown, says that there was nothing`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1"])
        #expect(try !stage.erase("mai"))
        #expect(try stage.erase("ngoc"))
        #expect(try !stage.erase("ngoc"))
        // What is about nobody is under a key of nobody's: nobody erases it.
        try stage.commit(["nobody's"])
        #expect(try !stage.erase(""))
        #expect(try stage.bodies().last == "nobody's")
    }

    /// Whether the key is in memory, only in the file, or not made yet.
    @Test(arguments: ["warm", "cold", "new"]) func `what is in one batch with an erasure is erased with it`(key: String) throws {
        let stage = try VaultStage()
        try stage.commit([key == "new" ? "mai:0" : "ngoc:0"])
        if key == "cold" { try stage.reopen(stage.master) }
        let erased = try stage.commit(["ngoc:1", "mai:2", "ngoc;mai:3"]) { $0.erasures = [Erasure(subject: Array("ngoc".utf8))] }
        #expect(erased == [true])
        #expect(try stage.bodies().dropFirst() == ["erased ", "mai:2", "erased "])
        try stage.commit(["ngoc:4"])
        try stage.reopen(stage.master)
        #expect(try stage.bodies().dropFirst() == ["erased ", "mai:2", "erased ", "ngoc:4"])
    }

    @Test func `what comes about an erased subject later can be read`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:before"])
        _ = try stage.erase("ngoc")
        try stage.commit(["ngoc:after"])
        #expect(try stage.bodies() == ["erased ", "ngoc:after"])
        #expect(try stage.erase("ngoc"))
        #expect(try stage.bodies() == ["erased ", "erased "])
    }

    @Test func `after an erasure the key is in no file, and a copy made then cannot be read`() throws {
        let stage = try VaultStage()
        try stage.commit((0..<50).map { "worker-\($0):text" })
        let connection = try Connection(path: stage.folder.journal, isReadOnly: true)
        let row = try connection.prepare("SELECT wrapped FROM subject WHERE wrapped <> x''")
        var wrapped: [[UInt8]] = []
        while try row.step() { wrapped.append(Array(row.bytes(0))) }
        func inFiles() throws -> Int {
            let files = try FileManager.default.contentsOfDirectory(atPath: stage.folder.path).compactMap {
                FileManager.default.contents(atPath: stage.folder.path + "/" + $0)
            }
            return wrapped.count { key in files.contains { $0.range(of: Data(key)) != nil } }
        }
        #expect(try inFiles() == 50)
        for number in 0..<25 { #expect(try stage.erase("worker-\(number)")) }
        #expect(try inFiles() == 25)
    }

    @Test func `the audit chain holds after an erasure`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1", "mai:2"])
        var batch = JournalBatch()
        batch.deadLetters = [.example(7, 1)]
        try stage.journal.commit(batch)
        _ = try stage.erase("ngoc")
        try stage.commit(["mai:3"])
        try stage.journal.seal(at: 5_000_000)
        var verifier = try AuditVerifier(path: stage.folder.journal)
        let report = try verifier.verify(key: nil)
        #expect(report.messages == 3 && report.deadLetters == 1 && report.unsealed == 0)
    }

    @Test func `a dead letter is encrypted, read and erased like its message`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1", "mai:2"])
        var batch = JournalBatch()
        batch.deadLetters = [.example(7, 1), .example(7, 2)]
        try stage.journal.commit(batch)
        func letters(_ query: DeadLetterQuery = DeadLetterQuery()) throws -> [String] {
            let page = try stage.reader.deadLetters(query)
            return page.letters.map { "\($0.message.condition) " + String(decoding: page.bytes[$0.message.body.range], as: UTF8.self) }
        }
        #expect(try letters() == ["whole ngoc:1", "whole mai:2"])
        var query = DeadLetterQuery()
        query.key = Array("the-key".utf8)
        #expect(try letters(query).count == 2)
        _ = try stage.erase("ngoc")
        #expect(try letters() == ["erased ", "whole mai:2"])
        // Its message may be gone, and the copy be all that is left.
        let step = RetentionStep(type: 1, through: .max, olderThan: .max)
        _ = try stage.journal.remove(step)
        #expect(try VaultStage.texts(stage.reader.messages(at: [1, 2], consumer: 7)) == ["erased ", "mai:2"])
    }

    @Test func `a repeat is recognised by what it says, also when it was erased`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1"])
        func probe(_ body: String) throws -> ProbeResult {
            let batch = JournalBatch([Note(sequence: 1, time: 1, key: Array("the-key".utf8), body: Array(body.utf8))], first: 1)
            return try stage.reader.compare(#require(batch.messages))[0]
        }
        #expect(try probe("ngoc:1") == .same(1))
        #expect(try probe("ngoc:2") == .different)
        _ = try stage.erase("ngoc")
        #expect(try probe("ngoc:1") == .same(1))
    }

    @Test func `another master key opens nothing, and none at all reads nothing about people`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1"])
        try stage.commit(["plain"], type: 2)
        try stage.journal.close()
        let error = #expect(throws: JournalError.self) { try SQLiteJournal(path: stage.folder.journal, options: VaultStage.options(MasterKey())) }
        #expect(error?.code == .wrongMasterKey)
        let journal = try SQLiteJournal(path: stage.folder.journal)
        _ = try journal.recover()
        let reader = try journal.makeReader()
        let failure = #expect(throws: JournalError.self) { try reader.messages(at: [1], consumer: nil) }
        #expect(failure?.code == .wrongMasterKey)
        #expect(try VaultStage.texts(reader.messages(at: [2], consumer: nil)) == ["plain"])
    }

    @Test func `the master key is exchanged without a body being written anew`() throws {
        let stage = try VaultStage()
        try stage.commit((0..<1_500).map { "worker-\($0):text" })
        _ = try stage.erase("worker-7")
        try stage.journal.close()
        func stored() throws -> String? {
            let connection = try Connection(path: stage.folder.journal, isReadOnly: true)
            return try connection.text("SELECT hex(body) FROM message WHERE position = 900")
        }
        let before = try stored()
        let next = MasterKey()
        #expect(try SQLiteJournal.rotateMasterKey(path: stage.folder.journal, from: stage.master, to: next) == 1_499)
        #expect(try stored() == before)
        #expect(throws: JournalError.self) { try SQLiteJournal(path: stage.folder.journal, options: VaultStage.options(stage.master)) }
        try stage.reopen(next)
        let bodies = try stage.bodies()
        #expect(bodies[6] == "worker-6:text" && bodies[7] == "erased " && bodies.count == 1_000)
        // With the wrong one nothing is changed.
        try stage.journal.close()
        #expect(throws: JournalError.self) { try SQLiteJournal.rotateMasterKey(path: stage.folder.journal, from: stage.master, to: MasterKey()) }
        try stage.reopen(next)
        #expect(try stage.bodies()[6] == "worker-6:text")
    }

    @Test func `a batch that could not be stored leaves no key behind that is not in the file`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1"])
        // A sequence that is stored already: the batch is rolled back after its messages were encrypted.
        #expect(throws: JournalError.self) { try stage.commit(["mai:2"]) { $0.types = [TypeRecord(id: 1, name: "again")] } }
        #expect(throws: JournalError.self) {
            try stage.commit(["mai:2"]) { $0.failures = [FailureRecord(letter: Letter(consumer: 99, position: 1), count: 1, until: 1, history: [])] }
        }
        try stage.commit(["mai:3", "an:4"])
        #expect(try stage.bodies() == ["ngoc:1", "mai:3", "an:4"])
        try stage.reopen(stage.master)
        #expect(try stage.bodies() == ["ngoc:1", "mai:3", "an:4"])
    }

    @Test func `the same words are never stored twice the same`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1", "ngoc:1"])
        try stage.commit(["ngoc:1"])
        let connection = try Connection(path: stage.folder.journal, isReadOnly: true)
        #expect(try connection.integer("SELECT count(DISTINCT body) FROM message") == 3)
        #expect(try connection.integer("SELECT count(DISTINCT key) FROM message") == 1)
    }

    @Test func `a stored body works at its own position only, and a damaged one is said to be so`() throws {
        let stage = try VaultStage()
        try stage.commit(["ngoc:1", "ngoc:2", "ngoc:3", "ngoc:4"])
        try stage.journal.close()
        try stage.folder.execute(
            """
            UPDATE message SET body = (SELECT body FROM message WHERE position = 2) WHERE position = 1;
            UPDATE message SET body = substr(body, 1, 20) WHERE position = 3;
            UPDATE message SET body = x'' WHERE position = 4
            """
        )
        try stage.reopen(stage.master)
        #expect(try stage.bodies() == ["unreadable ", "ngoc:2", "unreadable ", "unreadable "])
    }

    @Test func `many subjects, more than are remembered, keep their own keys`() throws {
        let stage = try VaultStage()
        var number = 0
        for _ in 0..<8 {
            try stage.commit((0..<10_000).map { "w\(number + $0):x" })
            number += 10_000
        }
        let page = try stage.reader.page(from: 1, through: 1_000, types: .all, key: nil, countMax: 1_000, bytesMax: 1 << 20)
        #expect(VaultStage.texts(page.segment) == (0..<1_000).map { "w\($0):x" })
        try stage.commit(["w5:again"])
        let connection = try Connection(path: stage.folder.journal, isReadOnly: true)
        #expect(try connection.integer("SELECT count(*) FROM subject") == 80_000)
    }
}
