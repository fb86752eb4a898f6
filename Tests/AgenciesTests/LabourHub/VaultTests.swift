import Contracts
import Foundation
import GRDB
import Testing

@testable import Agencies

@Suite struct VaultTests {
    private final class Trial {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)").path
        init() throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            _ = try VaultKey.make(at: folder + "/vault.key")
        }
        deinit { try? FileManager.default.removeItem(atPath: folder) }
        func open() throws -> WorkerVault { try WorkerVault(folder: folder, keyPath: nil) }
        func execute(_ sql: String) throws {
            let queue = try DatabaseQueue(path: folder + "/vault.sqlite")
            _ = try queue.write { try $0.execute(sql: sql) }
            try queue.close()
        }
    }

    private let identity = Identity(name: "Fictitious Ánh", documentKind: .passport, documentNumber: "X0000001", contact: "")
    private let now = UTCTime(seconds: 1_760_000_000)

    @Test func `an identity is shown to an officer with a purpose, and that is logged`() throws {
        let trial = try Trial()
        let vault = try trial.open()
        try vault.put([("A", identity), ("B", identity)])
        #expect(try vault.show("A", to: "officer 1", purpose: "family asks", at: now).name == identity.name)
        #expect(try vault.accesses(of: "A").map(\.purpose) == ["family asks"])
        #expect(try vault.accesses(of: "B").isEmpty)
        #expect(throws: OfficeError.self) { try vault.show("A", to: "officer 1", purpose: "", at: now) }
        #expect(throws: OfficeError.self) { try vault.show("C", to: "officer 1", purpose: "family asks", at: now) }
        #expect(try vault.accesses().count == 1)
        #expect(try vault.firstFault() == nil)
    }

    @Test func `nothing in the file can be read without the key, nor put in another's place`() throws {
        let trial = try Trial()
        let vault = try trial.open()
        try vault.put([("A", identity), ("B", Identity(name: "Other", documentKind: .passport, documentNumber: "X2", contact: ""))])
        try vault.close()
        let bytes = try #require(FileManager.default.contents(atPath: trial.folder + "/vault.sqlite"))
        #expect(bytes.range(of: Data("Fictitious".utf8)) == nil)
        #expect(bytes.range(of: Data("X0000001".utf8)) == nil)
        try trial.execute("UPDATE identity SET sealed = (SELECT sealed FROM identity WHERE worker_ref = 'B') WHERE worker_ref = 'A'")
        #expect(throws: OfficeError.self) { try trial.open().show("A", to: "officer 1", purpose: "family asks", at: now) }
        try FileManager.default.removeItem(atPath: trial.folder + "/vault.key")
        _ = try VaultKey.make(at: trial.folder + "/vault.key")
        #expect(throws: OfficeError.self) { try trial.open() }
    }

    @Test(arguments: [
        ("UPDATE access SET purpose = 'nothing' WHERE number = 2", 2), ("DELETE FROM access WHERE number = 2", 2),
        ("UPDATE access SET officer = 'somebody' WHERE number = 1", 1), ("UPDATE access SET number = 9 WHERE number = 3", 3),
    ]) func `a changed log shows where`(sql: String, line: Int) throws {
        let trial = try Trial()
        let vault = try trial.open()
        try vault.put([("A", identity)])
        for purpose in ["one", "two", "three"] { _ = try vault.show("A", to: "officer 1", purpose: purpose, at: now) }
        try vault.close()
        try trial.execute(sql)
        #expect(try trial.open().firstFault() == line)
    }

    @Test func `who was erased is gone from the file, and the log stays`() throws {
        let trial = try Trial()
        let vault = try trial.open()
        try vault.put([("A", identity)])
        _ = try vault.show("A", to: "officer 1", purpose: "one", at: now)
        #expect(try vault.erase("A"))
        #expect(try !vault.erase("A"))
        #expect(try vault.count() == 0)
        #expect(try vault.accesses().count == 1)
    }

    @Test func `who is in the vault and in no store of an older copy stays there, whatever other list is imported`() throws {
        let (trial, hub) = (try Trial(), try LabourTrial())
        let vault = try trial.open()
        try vault.put([("01J00000000000000000000001", identity)])
        var other = identity
        other.documentNumber = "F7777777"
        let entry = Enrolling.Entry(
            identity: other,
            token: hub.token(1),
            commune: "05977",
            birthYear: 1990,
            market: "chongzuo",
            consent: "1"
        )
        let refs = try hub.office.write { try Enrolling(in: $1).take([entry], into: vault) }
        #expect(try vault.workers() == ["01J00000000000000000000001"] + refs)
    }

    @Test func `an import that was cut off leaves strays, and the next one takes them out`() throws {
        let (trial, hub) = (try Trial(), try LabourTrial())
        let vault = try trial.open()
        let entries = (0..<3).map {
            Enrolling.Entry(identity: identity, token: hub.token($0), commune: "05977", birthYear: 1990, market: "chongzuo", consent: "1")
        }
        struct PowerCut: Error {}
        #expect(throws: PowerCut.self) {
            try hub.office.write { _, transaction in
                _ = try Enrolling(in: transaction).take(entries, into: vault)
                throw PowerCut()
            }
        }
        func agreement() throws -> VaultAgreement { try hub.office.write { try VaultAgreement(vault, $1) } }
        #expect(try agreement().strays.count == 3)
        // Later the names are others.
        hub.office.now = hub.office.now.adding(seconds: 60)
        let refs = try hub.office.write { try Enrolling(in: $1).take(entries, into: vault) }
        #expect(try agreement().strays.isEmpty && agreement().absent.isEmpty)
        #expect(try vault.workers() == refs.sorted())
        #expect(try hub.office.write { try Enrolling(in: $1).take(entries, into: vault) } == refs)
        try vault.erase(refs[0])
        #expect(try agreement().absent == [refs[0]])
    }

    @Test func `a key that others can read is refused`() throws {
        let trial = try Trial()
        chmod(trial.folder + "/vault.key", 0o644)
        #expect(throws: OfficeError.self) { try trial.open() }
    }
}
