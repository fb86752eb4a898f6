import Foundation
import GRDB
import Testing

@testable import Agencies

@Suite struct ReadingTests {
    private func office(readings: Int) throws -> OfficeTrial<TallyOffice> {
        let office = try OfficeTrial(TallyOffice())
        for number in 0..<readings {
            try office.tick(seconds: 60)
            try office.write { try $1.noteReading(.protectionCase, "\(number)", officer: "Lan") }
        }
        return office
    }

    private func chain(_ office: OfficeTrial<TallyOffice>) throws -> [Reading] { try office.store.read { try Reading.all($0) } }

    private func change(_ office: OfficeTrial<TallyOffice>, _ sql: String) throws { try office.write { try $1.database.execute(sql: sql) } }

    @Test func `readings are numbered, and their chain holds`() throws {
        let office = try office(readings: 5)
        #expect(try chain(office).map(\.number) == [1, 2, 3, 4, 5])
        #expect(try Reading.firstFault(in: chain(office)) == nil)
        #expect(Reading.firstFault(in: []) == nil)
    }

    @Test func `who looks has a name, or sees nothing`() throws {
        let office = try office(readings: 0)
        for name in ["", " ", String(repeating: "a", count: 81), "C1234567"] {
            #expect(throws: OfficeError.self) { try office.write { try $1.noteReading(.loan, officer: name) } }
        }
        #expect(try chain(office).isEmpty)
    }

    @Test(arguments: [
        ("UPDATE reading SET officer = 'Hoa' WHERE number = 3", 3), ("UPDATE reading SET at = at + 1 WHERE number = 1", 1),
        ("UPDATE reading SET id = NULL WHERE number = 2", 2), ("DELETE FROM reading WHERE number = 3", 4),
        ("UPDATE reading SET number = 9 WHERE number = 5", 9), ("UPDATE reading SET digest = zeroblob(32) WHERE number = 4", 4),
    ]) func `what was changed or removed shows`(sql: String, fault: Int) throws {
        let office = try office(readings: 5)
        try change(office, sql)
        #expect(try Reading.firstFault(in: chain(office)) == fault)
    }

    @Test func `what is five years old is removed, and the chain of the rest holds`() throws {
        let office = try office(readings: 2)
        try office.tick(days: 1_000)
        try office.write { try $1.noteReading(.welfare, officer: "Hoa") }
        try office.tick(days: 826)
        #expect(try chain(office).map(\.number) == [3])
        #expect(try Reading.firstFault(in: chain(office)) == nil)
        try office.tick(days: 1_001)
        #expect(try chain(office).isEmpty)
    }
}
