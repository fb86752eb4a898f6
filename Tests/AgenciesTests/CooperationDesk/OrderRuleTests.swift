import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

struct OrderRuleTests {
    private func refusal(_ change: (inout OrderTerms) -> Void) throws -> OfficeError {
        let desk = try OfficeTrial()
        let terms = try DeskTrial.terms(change)
        let error = try desk.refusal { try $0.draft(terms, number: "A-1", in: $1) }
        #expect(try desk.store.read { try DemandOrder.all($0) }.isEmpty)
        return error
    }

    @Test func `a brokerage fee is refused, and one of nothing is not`() throws {
        let fee = try #require(OrderText.fee("brokerage 1 VND employer"))
        let error = try refusal { $0.fees.append(fee) }
        #expect(error.code == .forbidden)
        #expect(error.wording.vi.contains("phí môi giới phải bằng 0"))
        let desk = try OfficeTrial()
        let none = try #require(OrderText.fee("brokerage 0 VND none"))
        #expect(try desk.published("A-1", DeskTrial.terms { $0.fees = [none] }).state == .published)
    }

    @Test(arguments: [
        ("2025-11-01", "2025-10-31", "ends before it begins"), ("2025-10-24", "2026-03-31", "first day is past"),
        ("2025-11-01", "2026-11-02", "at most 366 days"), ("2028-01-01", "2028-02-01", "at most 730 days from today"),
    ]) func `an impossible season is refused with its rule`(from: String, to: String, rule: String) throws {
        let (first, last) = (try #require(CalendarDay(from)), try #require(CalendarDay(to)))
        let error = try refusal {
            $0.seasonFrom = first
            $0.seasonTo = last
        }
        #expect(error.code == .invalid)
        #expect(error.wording.en.contains(rule), "\(error.wording.en)")
    }

    @Test func `the longest season, and one that begins today, are possible`() throws {
        let desk = try OfficeTrial()
        let (first, last) = (try #require(CalendarDay("2025-10-25")), try #require(CalendarDay("2026-10-25")))
        let order = try desk.published(
            "A-1",
            DeskTrial.terms {
                $0.seasonFrom = first
                $0.seasonTo = last
            }
        )
        // What began before today is not judged again; an end in the past is.
        desk.now = UTCTime(first.adding(days: 30))
        #expect(try desk.change(order) { $0.seats = 41 }.version == 2)
        let error = try #require(throws: OfficeError.self) { try desk.change(order) { $0.seasonTo = first.adding(days: 29) } }
        #expect(error.wording.en.contains("last day is past"))
    }

    @Test func `a draft whose season has begun meanwhile is not published`() throws {
        let desk = try OfficeTrial()
        let terms = try DeskTrial.terms()
        try desk.write { _ = try $0.draft(terms, number: "A-1", in: $1) }
        desk.now = UTCTime(terms.seasonFrom.adding(days: 1))
        #expect(try desk.refusal { try $0.publish("A-1", in: $1) }.code == .invalid)
        #expect(try desk.order("A-1").state == .draft)
        #expect(try desk.sent().isEmpty)
    }

    @Test func `what the contract refuses is refused in the draft already`() throws {
        #expect(try refusal { $0.employerRef = "C1234567" }.code == .contract)
        #expect(try refusal { $0.employerRef = "a farm" }.code == .contract)
        #expect(try refusal { $0.seats = 0 }.code == .contract)
        #expect(try refusal { $0.seats = 5_001 }.code == .contract)
        #expect(try refusal { $0.hoursPerWeek = 169 }.code == .contract)
        #expect(try refusal { $0.gates = [] }.code == .contract)
    }

    @Test func `a gate that is not there is refused, with those that are`() throws {
        let error = try refusal { $0.gates = ["HN", "XX"] }
        #expect(error.code == .unknown)
        #expect(error.wording.en.contains("no gate XX") && error.wording.en.contains("CM"))
    }

    @Test func `amounts are read in the currency's own unit, and never as a fraction of it`() {
        #expect(OrderText.wage("150.50 CNY day")?.amountMinor == 15_050)
        #expect(OrderText.wage("150.5 CNY day")?.amountMinor == 15_050)
        #expect(OrderText.wage("350.000 VND day")?.amountMinor == 350_000)
        for text in [
            "150.505 CNY day", "150, CNY day", "-1 CNY day", "0 CNY day", "150 XYZ day", "150 CNY fortnight", "150 CNY", "150.5 VND day", "",
            "10000000001 CNY day", "1000000000001 VND day",
        ] { #expect(OrderText.wage(text) == nil, "\(text)") }
        #expect(OrderCurrency.cny.text(15_005) == "150.05 CNY")
        #expect(OrderCurrency.vnd.text(350_000) == "350.000\u{a0}₫")
        #expect(OrderText.gates("HN CM HN") == ["CM", "HN"])
        #expect(OrderText.gates("hn") == nil && OrderText.gates(" ") == nil)
    }
}
