import Contracts
import GRDB
import Testing

@testable import Agencies

@Suite struct DutyTests {
    private func failures(_ office: OfficeTrial<TallyOffice>) throws -> [DutyFailure] { try office.store.read(DutyFailure.all) }

    @Test func `a duty that fails leaves nothing, is told with its code, and holds up no other`() throws {
        let office = try OfficeTrial(TallyOffice())
        for _ in 1...2 { try office.receive("gate.status.changed.v1", TallyOffice.status("CM")) }
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN"))
        try office.tick()
        #expect(try TallyOffice.count("HN", office.store) == 1, "undone")
        #expect(try TallyOffice.count("clock", office.store) == 1, "done all the same")
        let failure = try #require(try failures(office).first)
        #expect(failure.code == "forbidden" && failure.duty.en == "forgetting" && failure.wording.en == "counted twice")
        #expect(try office.status().failingDuties == 1)
        let since = failure.since
        try office.tick(seconds: 60)
        #expect(try failures(office).map(\.since) == [since])
    }

    @Test func `a duty that succeeds again is told no more`() throws {
        let office = try OfficeTrial(TallyOffice())
        for _ in 1...2 { try office.receive("gate.status.changed.v1", TallyOffice.status("CM")) }
        try office.tick()
        try office.write { try $1.database.execute(sql: "DELETE FROM tally WHERE gate = 'CM'") }
        try office.tick(seconds: 60)
        #expect(try failures(office).isEmpty)
    }

    @Test func `a row that cannot be read is one duty's fault, and holds up no other`() throws {
        let office = try OfficeTrial(TallyOffice())
        try office.write { _, transaction in
            try transaction.duty(Wording(vi: "a", en: "a")) { _ = try OfficeKind(stored: "circus") }
            try transaction.duty(Wording(vi: "b", en: "b")) { try transaction.database.execute(sql: "INSERT INTO tally VALUES ('X', 1)") }
        }
        #expect(try failures(office).map(\.code) == ["unreadable"])
        #expect(try TallyOffice.count("X", office.store) == 1)
    }

    @Test func `of several for whom something is due, one that is stopped holds up none of the others`() throws {
        let office = try OfficeTrial(TallyOffice())
        let name = Wording(vi: "a", en: "a")
        func tally(_ gates: [String]) throws {
            try office.write { _, transaction in
                try transaction.duty(name, each: { gates }) { gate in
                    try transaction.database.execute(sql: "INSERT INTO tally VALUES (?, 1)", arguments: [gate])
                    guard gate != "B" else { throw OfficeError(.forbidden, vi: "b", en: "b") }
                }
            }
        }
        try tally(["A", "B", "C"])
        #expect(try ["A", "B", "C"].map { try TallyOffice.count($0, office.store) } == [1, 0, 1])
        #expect(try failures(office).map(\.code) == ["forbidden"])
        try tally(["D"])
        #expect(try failures(office).isEmpty)
    }

    @Test func `a contradiction in the store is one duty's fault, and a full disk is nobody's`() throws {
        let office = try OfficeTrial(TallyOffice())
        try office.write { _, transaction in
            try transaction.duty(Wording(vi: "a", en: "a")) {
                try transaction.database.execute(sql: "INSERT INTO tally VALUES ('X', 1), ('X', 1)")
            }
        }
        #expect(try failures(office).map(\.code) == ["conflict"])
        #expect(throws: OfficeError(.storage, vi: "đĩa đã đầy: hãy giải phóng chỗ trống", en: "the disk is full: free some space")) {
            try office.write { _, transaction in
                try transaction.duty(Wording(vi: "b", en: "b")) { throw DatabaseError(resultCode: .SQLITE_FULL) }
            }
        }
        #expect(try failures(office).count == 1)
    }
}
