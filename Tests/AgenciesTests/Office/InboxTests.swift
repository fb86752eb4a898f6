import Contracts
import GRDB
import Testing

@testable import Agencies

@Suite struct InboxTests {
    @Test func `a message that comes again is taken once`() throws {
        let office = try OfficeTrial(TallyOffice())
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN"), at: 7)
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN"), at: 7)
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN"), at: 6)
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN"), at: 9)
        #expect(try TallyOffice.count("HN", office.store) == 2)
        #expect(try office.status().position == 9)
        #expect(try office.status().taken == 2)
    }

    @Test func `a position that is given anew is another message, and told`() throws {
        let office = try OfficeTrial(TallyOffice())
        for position: UInt64 in 1...5 { try office.receive("gate.status.changed.v1", TallyOffice.status("HN"), at: position) }
        // The gateway's journal is an older copy: what was recorded before comes again, and then what is new.
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN"), at: 3)
        office.now = office.now.adding(seconds: 1)
        try office.receive("gate.status.changed.v1", TallyOffice.status("CM"), at: 4)
        try office.receive("gate.status.changed.v1", TallyOffice.status("CM"), at: 5)
        try office.receive("gate.status.changed.v1", TallyOffice.status("CM"), at: 5)
        #expect(try TallyOffice.count("HN", office.store) == 5)
        #expect(try TallyOffice.count("CM", office.store) == 2)
        #expect(try office.status().position == 5)
        #expect(try office.status().restored == 1)
    }

    @Test func `what was looked through is not looked for again, and a later message is taken`() throws {
        let office = try OfficeTrial(TallyOffice())
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN"), at: 3)
        try Inbox(store: office.store, rules: office.rules).pass(through: 9, at: office.now)
        try Inbox(store: office.store, rules: office.rules).pass(through: 4, at: office.now)
        #expect(try office.status().position == 9)
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN"), at: 10)
        #expect(try TallyOffice.count("HN", office.store) == 2)
    }

    @Test func `what follows from a message leaves with its effect`() throws {
        let office = try OfficeTrial(TallyOffice())
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN", .suspended, note: "why?"))
        #expect(try office.sent().map(\.type) == ["voice.submitted.v1"])
        #expect(try office.status().waiting == 1)
    }

    @Test func `a message that cannot be taken leaves a problem and no effect, and holds nothing up`() throws {
        let office = try OfficeTrial(TallyOffice())
        // The answer would hold a document's number: the contract forbids it, after the tally was changed.
        try office.receive("gate.status.changed.v1", TallyOffice.status("HN", .suspended, note: "about C1234567"))
        try office.receive("gate.status.changed.v1", TallyOffice.status("CM"))
        #expect(try TallyOffice.count("HN", office.store) == 0)
        #expect(try TallyOffice.count("CM", office.store) == 1)
        #expect(try office.sent().isEmpty)
        let problem = try #require(try office.problems().first)
        #expect(problem.code == "contract")
        #expect(problem.position == 1)
        #expect(!problem.wording.en.contains("1234567"))
        #expect(try office.store.write(at: office.now) { try Problem.dismiss(1, $0.database) })
        #expect(try office.problems().isEmpty)
    }

    @Test func `exercises and live traffic never mix`() throws {
        for isExercise in [false, true] {
            let office = try OfficeTrial(TallyOffice(), isExercise: isExercise)
            try office.receive("gate.status.changed.v1", TallyOffice.status("HN", .suspended, note: "?"), isExercise: true)
            try office.receive("gate.status.changed.v1", TallyOffice.status("HN", .suspended, note: "?"), isExercise: false)
            #expect(try TallyOffice.count("HN", office.store) == 1)
            #expect(try office.status().otherTraffic == 1)
            #expect(try office.sent().map(\.isExercise) == [isExercise])
        }
    }

    @Test func `every office takes the lists, whatever its rules read`() throws {
        let office = try OfficeTrial(TallyOffice())
        let csv = "gate,name_vi,name_zh,kind,traffic,opposite,part_of,valid_from,valid_to,source\nHN,Hữu Nghị,,international,road,,,,,public\n"
        let update = try ReferenceUpdate.message(list: "gates", version: 1, csv: Array(csv.utf8), validFrom: #require(CalendarDay("2025-11-01")))
        try office.receive("reference.updated.v1", update)
        let lists = try office.store.read { try ReferenceLists($0).gates(on: CalendarDay(year: 2025, month: 11, day: 1)!).map(\.id) }
        #expect(lists == ["HN"])
    }

    @Test func `two processes have one store open`() throws {
        let office = try OfficeTrial(TallyOffice())
        let other = try office.opened()
        let before = try office.store.version()
        try other.write(at: office.now) { try TallyOffice().clockMoved(in: $0) }
        #expect(try office.store.version() != before)
        #expect(try TallyOffice.count("clock", office.store) == 1)
        other.close()
    }

    @Test func `commits are fsynced, and what is deleted is overwritten`() throws {
        let office = try OfficeTrial(TallyOffice())
        func pragma(_ name: String) throws -> String? { try office.store.read { try String.fetchOne($0, sql: "PRAGMA \(name)") } }
        #expect(try pragma("synchronous") == "2")
        #expect(try pragma("secure_delete") == "1")
        #expect(try pragma("journal_mode") == "truncate")
    }
}
