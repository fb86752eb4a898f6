import Contracts
import Foundation
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

struct ReferenceListsTests {
    private static let header = "gate,name_vi,name_zh,kind,traffic,opposite,part_of,valid_from,valid_to,source\n"

    private func update(
        _ version: Int,
        _ gates: [String],
        from: String,
        to: String? = nil
    ) throws -> Langson_Reference_V1_Updated {
        let rows = gates.map { "\($0),\"A, \"\"B\"\"\",,auxiliary,,,,,,public\n" }
        return try ReferenceUpdate.message(
            list: "gates",
            version: version,
            csv: Array((Self.header + rows.joined()).utf8),
            validFrom: try #require(CalendarDay(from)),
            validTo: to.flatMap { CalendarDay($0) }
        )
    }

    private func gates(_ desk: OfficeTrial<CooperationDesk>, _ day: String) throws -> [String] {
        let day = try #require(CalendarDay(day))
        return try desk.store.read { try ReferenceLists($0).gates(on: day).map(\.id) }
    }

    @Test func `before the first version, what is in the program holds`() throws {
        let desk = try OfficeTrial()
        try desk.receive("reference.updated.v1", update(1, ["AA"], from: "2025-11-01"))
        #expect(try gates(desk, "2025-10-31").count == 11)
        #expect(try gates(desk, "2023-12-31").count == 9, "two routes are there since 2024")
        #expect(try gates(desk, "2025-11-01") == ["AA"])
        let first = try #require(CalendarDay("2025-11-01"))
        #expect(try desk.store.read { try ReferenceLists($0).gates(on: first)[0].nameVI } == "A, \"B\"")
    }

    @Test func `in whatever order versions come, each day is judged the same`() throws {
        let updates = [
            try update(1, ["AA"], from: "2025-11-01"), try update(2, ["BB"], from: "2026-01-01"),
            try update(3, ["CC"], from: "2025-12-01", to: "2025-12-10"), try update(4, ["DD"], from: "2026-01-01"),
        ]
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 1, 0, 3, 2, 0]] {
            let desk = try OfficeTrial()
            for place in order { try desk.receive("reference.updated.v1", updates[place]) }
            let days = ["2025-11-30", "2025-12-01", "2025-12-10", "2025-12-11", "2025-12-31", "2026-01-01", "2030-01-01"]
            #expect(try days.map { try gates(desk, $0)[0] } == ["AA", "CC", "CC", "AA", "AA", "DD", "DD"])
            #expect(try desk.problems().isEmpty)
        }
    }

    @Test func `a version says one thing for ever`() throws {
        let desk = try OfficeTrial()
        try desk.receive("reference.updated.v1", update(1, ["AA"], from: "2025-11-01"))
        try desk.receive("reference.updated.v1", update(1, ["BB"], from: "2025-11-01"))
        try desk.receive("reference.updated.v1", update(1, ["AA"], from: "2025-11-02"))
        #expect(try desk.problems().map(\.code) == ["conflict", "conflict"])
        #expect(try gates(desk, "2025-11-01") == ["AA"])
    }

    @Test func `a list that cannot be read changes nothing, and the problem says where`() throws {
        let desk = try OfficeTrial()
        var broken = try update(1, ["AA", "BB"], from: "2025-11-01")
        broken.rows[1].cells[3] = "door"
        try desk.receive("reference.updated.v1", broken)
        var short = try update(2, ["AA"], from: "2025-11-01")
        short.rows[0].cells.removeLast()
        try desk.receive("reference.updated.v1", short)
        let problems = try desk.problems()
        #expect(problems.map(\.code) == ["invalid", "invalid"])
        #expect(problems[0].wording.en.contains("the list gates, row 2, kind: one of"))
        #expect(problems[1].wording.en.contains("row 1: a row has 10 cells"))
        #expect(try gates(desk, "2025-11-01").count == 11)
    }

    @Test func `a list that no office reads is kept`() throws {
        let desk = try OfficeTrial()
        let codes = Langson_Reference_V1_Updated.with {
            $0.list = "codes"
            $0.version = 1
            $0.columns = ["code"]
            $0.rows = [.with { $0.cells = ["1"] }]
            $0.validFrom = "2025-11-01"
        }
        try desk.receive("reference.updated.v1", codes)
        #expect(try desk.problems().isEmpty)
        #expect(try desk.store.read { try String.fetchOne($0, sql: "SELECT csv FROM reference_version") } == "code\n1\n")
    }

    @Test func `what is published keeps the contract, and comes back as it was`() throws {
        let desk = try OfficeTrial()
        #expect(ReferenceUpdate.lists == ["gates", "organisations", "communes", "districts"])
        for list in ReferenceUpdate.lists {
            let csv = [UInt8](try Data(contentsOf: URL(filePath: PlanText.folder + "/\(list).csv")))
            let day = try #require(CalendarDay("2025-11-01"))
            let update = try ReferenceUpdate.message(list: list, version: 1, csv: csv, validFrom: day)
            try desk.write { try $1.check("reference.updated.v1", update) }
            try desk.receive("reference.updated.v1", update)
        }
        let day = try #require(CalendarDay("2026-01-01"))
        let (gates, communes, organisations) = try desk.store.read {
            let lists = ReferenceLists($0)
            return (try lists.gates(on: day), try lists.communes(on: day), try lists.organisations(on: day))
        }
        #expect(gates == ReferenceData.standard.gates.filter { $0.validity.contains(day) })
        #expect(communes == ReferenceData.standard.communes)
        #expect(organisations == ReferenceData.standard.organisations.filter { $0.validity.contains(day) })
        #expect(try desk.problems().isEmpty)
    }

    @Test func `an unknown list and a broken file are refused before they are sent`() throws {
        let day = try #require(CalendarDay("2025-11-01"))
        let unknown = try #require(throws: OfficeError.self) { try ReferenceUpdate.message(list: "doors", version: 1, csv: [], validFrom: day) }
        #expect(unknown.code == .unknown && unknown.wording.en.contains("gates, organisations"))
        let broken = try #require(throws: ReferenceError.self) {
            try ReferenceUpdate.message(list: "gates", version: 1, csv: Array((Self.header + "aa,A,,auxiliary,,,,,,public\n").utf8), validFrom: day)
        }
        #expect(broken.line == 2 && broken.column == "gate")
    }

    @Test func `a commune's code is judged by the list of the day that is spoken of`() throws {
        let desk = try OfficeTrial()
        func refusal(_ code: String, _ day: String) throws -> OfficeError.Code? {
            let day = try #require(CalendarDay(day))
            do {
                try desk.store.read { try ReferenceLists($0).validate(commune: code, on: day) }
                return nil
            } catch let error as OfficeError {
                return error.code
            }
        }
        #expect(try refusal("05977", "2025-07-01") == nil)
        // A ward until 30 June 2025.
        #expect(try refusal("05980", "2025-06-30") == nil)
        #expect(try refusal("05980", "2025-07-01") == .unknown)
        let header = "commune,name_vi,kind,merged_from,districts,valid_from,valid_to,source\n"
        let day = try #require(CalendarDay("2026-01-01"))
        let update = try ReferenceUpdate.message(
            list: "communes",
            version: 1,
            csv: Array((header + "99999,Thử,commune,,,,,public\n").utf8),
            validFrom: day
        )
        try desk.receive("reference.updated.v1", update)
        #expect(try refusal("05977", "2025-12-31") == nil)
        #expect(try refusal("05977", "2026-01-01") == .unknown)
        #expect(try refusal("99999", "2026-01-01") == nil)
    }

    @Test func `duties pass to whoever took over`() throws {
        let desk = try OfficeTrial()
        func holder(_ organisation: String, _ day: String) throws -> String? {
            let day = try #require(CalendarDay(day))
            return try desk.store.read { try ReferenceLists($0).holder(of: organisation, on: day)?.id }
        }
        #expect(try holder("labour_department", "2024-06-01") == "labour_department")
        #expect(try holder("labour_department", "2026-06-01") == "home_affairs_department")
        #expect(try holder("districts", "2025-07-01") == "communes")
        #expect(try holder("communes_until_2025", "2025-06-30") == "communes_until_2025")
        #expect(try holder("home_affairs_department", "2024-06-01") == nil)
        #expect(try holder("nobody", "2026-06-01") == nil)
    }

    @Test func `people look up what is in force on a day`() throws {
        let desk = try OfficeTrial()
        let (before, after) = (try #require(CalendarDay("2025-06-30")), try #require(CalendarDay("2025-07-01")))
        func names(_ list: String, _ day: CalendarDay) throws -> [String] {
            try desk.store.read { try ReferenceLists($0).entries(of: list, on: day).map { "\($0.code) \($0.nameVI)" } }
        }
        #expect(try names("districts", before).first == "178 Thành phố Lạng Sơn")
        #expect(try names("districts", after).isEmpty)
        #expect(try names("communes", after).count == 65)
        #expect(try names("organisations", after).contains("communes Ủy ban nhân dân 61 xã và 4 phường"))
        #expect(try names("gates", after).count == 11)
        #expect(throws: OfficeError.self) { try names("doors", after) }
        try desk.receive("reference.updated.v1", update(3, ["AA"], from: "2025-11-01", to: "2025-11-30"))
        let version = try #require(try desk.store.read { try ReferenceLists($0).versions() }.first)
        #expect(version.list == "gates" && version.version == 3)
        #expect(version.validFrom.description == "2025-11-01" && version.validTo?.description == "2025-11-30")
    }
}
