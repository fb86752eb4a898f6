import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

struct FillTests {
    @Test func `an order fills step by step, and each step is told`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 10, 0, 0))
        #expect(try desk.order(order.id).state == .published)
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 30, 12, 0))
        #expect(try desk.order(order.id).state == .partlyFilled)
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 40, 25))
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 40, 25))
        #expect(try desk.order(order.id).state == .filled)
        #expect(try desk.order(order.id).fill == OrderFill(offered: 40, accepted: 40, departed: 25))
        #expect(try desk.changes().map(\.changes.step.to) == [.partlyFilled, .filled])
        #expect(try desk.changes().map(\.version) == [2, 3])
    }

    @Test func `the desk hears who is back, and that an older hub does not say`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 40, 25))
        #expect(try desk.order(order.id).fill?.returned == nil)
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 40, 25, 0))
        #expect(try desk.order(order.id).fill?.returned == 0)
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 40, 25, 20))
        #expect(try desk.order(order.id).fill == OrderFill(offered: 40, accepted: 40, departed: 25, returned: 20))
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 40, 25, 26))
        #expect(try desk.problems().map(\.code) == ["invalid"])
        #expect(try desk.order(order.id).fill?.returned == 20)
    }

    @Test func `one report can fill an order that nobody had been accepted for`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        _ = try desk.change(order) { $0.seats = 30 }
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 30, 30, 0))
        #expect(try desk.changes().map(\.changes.step.to) == [.amended, .partlyFilled, .filled])
    }

    @Test func `counts of before a change still come, and are taken`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        _ = try desk.change(order) { $0.seats = 20 }
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 25, 0))
        #expect(try desk.problems().isEmpty)
        #expect(try desk.order(order.id).state == .filled)
        #expect(
            try desk.change(order) { $0.hoursPerWeek = 40 }.terms.hoursPerWeek == 40,
            "more are accepted than there are seats, and all else can change"
        )
        #expect(throws: OfficeError.self) { try desk.change(order) { $0.seats = 19 } }
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 10, 0))
        #expect(try desk.order(order.id).state == .filled, "there is no way back")
        #expect(try desk.order(order.id).fill?.accepted == 10)
    }

    @Test func `a report that cannot be true becomes a problem, and the counts of before stay`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        let terms = try DeskTrial.terms()
        let draft = try desk.write { try $0.draft(terms, number: "A-2", in: $1) }
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 20, 10, 5))
        for report in [DeskTrial.fill(order, 41, 10, 5), DeskTrial.fill(order, 20, 21, 5), DeskTrial.fill(order, 20, 10, 11)] {
            try desk.receive("demand.fill.reported.v1", report)
        }
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(draft, 20, 10, 5))
        var unknown = DeskTrial.fill(order, 20, 10, 5)
        unknown.orderID = "01JAVD5E5Z3X8V9R2M4N6P7Q8S"
        try desk.receive("demand.fill.reported.v1", unknown)
        #expect(try desk.problems().map(\.code) == ["invalid", "invalid", "invalid", "conflict", "unknown"])
        #expect(try desk.order(order.id).fill == OrderFill(offered: 20, accepted: 10, departed: 5))
        #expect(try desk.order("A-2").fill == nil)
    }

    @Test func `a report on an order that is over is kept, and moves nothing`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        try desk.write { _ = try $0.cancel(order.id, reason: "the harvest is lost", in: $1) }
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 30, 30, 20))
        #expect(try desk.problems().isEmpty)
        #expect(try desk.order(order.id).state == .cancelled)
        #expect(try desk.order(order.id).fill?.departed == 20)
        #expect(try desk.changes().count == 1)
    }

    @Test func `no count under five is kept or shown`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 6, 4, 1))
        #expect(try desk.order(order.id).fill == OrderFill(offered: 6, accepted: 0, departed: 0))
        #expect(try desk.order(order.id).state == .published)
        #expect(OrderFill.text(0) == "< 5" && OrderFill.text(5) == "5" && OrderFill.text(nil) == "–")
        #expect(OrderFill(offered: 6, accepted: 5, departed: 5, returned: 3).returned == 0)
    }
}
