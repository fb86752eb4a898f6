import Testing

@testable import Agencies

struct OrderImportTests {
    private static let header = "number,employer,sector,seats,season_from,season_to,wage,hours_per_week,lodging,insurance,gates,fees\n"
    private static let sound =
        "A-1,farm-1,agriculture,40,01/11/2025,2026-03-31,150.00 CNY day,48,employer,employer,HN CM,health_check 350000 VND employer\n"

    private func take(_ desk: OfficeTrial<CooperationDesk>, _ text: String, isPublished: Bool = true) -> [String] {
        do {
            let rows = try ImportTable(bytes: Array(text.utf8), columns: OrderImport.columns, optional: OrderImport.optionalColumns)
                .map { (row) throws(ImportFault) in try OrderImport(row) }
            _ = try desk.write { try $0.take(rows, isPublished: isPublished, in: $1) }
            return []
        } catch let failure as ImportFailure {
            return failure.faults.map { $0.text(.en) }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `the orders of a file are taken, and published where that was asked for`() throws {
        let desk = try OfficeTrial()
        #expect(take(desk, Self.header + Self.sound + Self.sound.replacing("A-1", with: "A-2")) == [])
        #expect(try desk.sent().map(\.type) == ["demand.order.published.v1", "demand.order.published.v1"])
        let terms = try DeskTrial.terms { $0.employerRef = "farm-1" }
        #expect(try desk.order("A-2").terms == terms)
        #expect(take(desk, Self.header + Self.sound.replacing("A-1", with: "A-3"), isPublished: false) == [])
        #expect(try desk.order("A-3").state == .draft)
    }

    @Test(arguments: [
        (",40,", ",-40,", "line 2, column seats: a whole number from 1 to 5000"),
        (",agriculture,", ",mining,", "line 2, column sector: one of agriculture"),
        ("01/11/2025", "31/11/2025", "line 2, column season_from: a day"), ("150.00 CNY", "-150.00 CNY", "line 2, column wage: amount, currency"),
        ("HN CM", "hn", "line 2, column gates: codes of gates"), ("350000 VND", "-1 VND", "line 2, column fees: kind, amount"),
        (",employer,employer,", ",boss,employer,", "line 2, column lodging: one of employer"),
        ("01/11/2025", "2025-09-01", "line 2: the season's first day is past"),
        ("health_check 350000", "brokerage 350000", "line 2: a brokerage fee is 0"), ("HN CM", "HN ZZ", "line 2: there is no gate ZZ"),
        ("farm-1", "C1234567", "line 2: demand.order.published.v1 is not valid: employer_ref: expected"),
    ]) func `a line that is refused says where and why`(old: String, new: String, fault: String) throws {
        let desk = try OfficeTrial()
        let faults = take(desk, Self.header + Self.sound.replacing(old, with: new))
        #expect(faults.count == 1 && faults[0].hasPrefix(fault), "\(faults)")
        #expect(try desk.sent().isEmpty)
    }

    @Test func `one bad line of many, and nothing is imported`() throws {
        let desk = try OfficeTrial()
        _ = try desk.published("A-7")
        let lines = (1...9).map { Self.sound.replacing("A-1", with: "A-\($0)") }.joined()
        let faults = take(desk, Self.header + lines + Self.sound)
        #expect(faults == ["line 8: the register has an order of this number", "line 11: the register has an order of this number"])
        #expect(try desk.store.read { try DemandOrder.all($0) }.map(\.number) == ["A-7"])
        #expect(try desk.sent().count == 1)
    }
}
