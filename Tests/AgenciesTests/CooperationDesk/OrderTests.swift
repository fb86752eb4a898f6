import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

struct OrderTests {
    @Test func `a draft is told to nobody, and published as it was written`() throws {
        let desk = try OfficeTrial()
        let terms = try DeskTrial.terms()
        let draft = try desk.write { try $0.draft(terms, number: "A-1", in: $1) }
        #expect(try desk.sent().isEmpty)
        try desk.write { _ = try $0.publish("A-1", in: $1) }
        let messages = try desk.sent("demand.order.published.v1", as: Langson_Demand_V1_OrderPublished.self)
        #expect(messages == [terms.message(draft.id)])
        #expect(try desk.order("A-1").state == .published)
        #expect(try desk.order(draft.id).version == 1)
        #expect(try desk.order(draft.id).terms == terms)
    }

    @Test func `each change tells what is new, one version after the last`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        let more = try desk.change(order) { $0.seats = 60 }
        #expect(more.state == .amended)
        _ = try desk.change(order) { $0.gates = ["HN"] }
        let back = try desk.change(order) {
            $0.seats = 40
            $0.gates = ["CM", "HN"]
        }
        #expect(back.state == .published, "the terms are again those it was published with")
        let changes = try desk.changes()
        #expect(changes.map(\.version) == [2, 3, 4])
        #expect(changes[0].changes.seats == 60 && changes[0].changes.gates.isEmpty && changes[0].changes.step.to == .amended)
        #expect(changes[1].changes.seats == 0 && changes[1].changes.gates == ["HN"] && !changes[1].changes.hasStep)
        #expect(changes[2].changes.step.from == .amended && changes[2].changes.step.to == .published)
        #expect(Set(changes.map(\.reason)) == ["as agreed"])
        let versions = try desk.store.read { try OrderVersion.all(of: back, $0) }
        #expect(versions.map(\.version) == [1, 2, 3, 4])
        #expect(versions.map(\.state) == [.published, .amended, .amended, .published])
    }

    @Test func `there are never fewer seats than workers accepted`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 30, 20, 0))
        let error = try desk.refusal { desk, transaction in
            var change = OrderChange()
            change.seats = 19
            try desk.change(order.id, change, reason: "x", in: transaction)
        }
        #expect(error.code == .forbidden)
        #expect(try desk.order(order.id).terms.seats == 40)
        #expect(try desk.change(order) { $0.seats = 20 }.state == .filled, "as many as are wanted have been accepted")
        #expect(try desk.changes().last?.changes.seats == 20)
    }

    @Test func `a filled order gets no more seats, and nothing changes once it is over`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        try desk.receive("demand.fill.reported.v1", DeskTrial.fill(order, 40, 40, 0))
        #expect(try desk.order(order.id).state == .filled)
        let more = try desk.refusal { desk, transaction in
            var change = OrderChange()
            change.seats = 41
            try desk.change(order.id, change, reason: "x", in: transaction)
        }
        #expect(more.code == .illegalTransition)
        #expect(try desk.change(order) { $0.hoursPerWeek = 40 }.state == .filled)
        try desk.write { _ = try $0.close(order.id, reason: "all have come", in: $1) }
        #expect(try desk.refusal { try $0.cancel(order.id, reason: "x", in: $1) }.code == .illegalTransition)
        let late = try #require(throws: OfficeError.self) { try desk.change(order) { $0.hoursPerWeek = 44 } }
        #expect(late.code == .illegalTransition)
        #expect(try desk.changes().map(\.version) == [2, 3, 4, 5])
    }

    @Test func `an order that is not filled is not closed`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        let error = try desk.refusal { try $0.close(order.id, reason: "x", in: $1) }
        #expect(error.code == .illegalTransition)
        #expect(error.wording.vi.contains("đã công bố"))
        try desk.write { _ = try $0.cancel(order.id, reason: "the harvest is lost", in: $1) }
        #expect(try desk.changes().last?.changes.step.to == .cancelled)
    }

    @Test func `the day after its season an order expires, once`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        let draft = try DeskTrial.terms()
        try desk.write { _ = try $0.draft(draft, number: "A-2", in: $1) }
        desk.now = UTCTime(order.terms.seasonTo, hour: 23, minute: 59)
        try desk.tick()
        #expect(try desk.order(order.id).state == .published)
        try desk.tick(seconds: 60)
        try desk.tick(seconds: 60)
        #expect(try desk.order(order.id).state == .expired)
        #expect(try desk.order("A-2").state == .expired)
        #expect(try desk.changes().map(\.changes.step.to) == [.expired], "a draft was never told of")
    }

    @Test func `a draft changes and goes without a word`() throws {
        let desk = try OfficeTrial()
        let terms = try DeskTrial.terms()
        let draft = try desk.write { try $0.draft(terms, number: "A-1", in: $1) }
        #expect(try desk.change(draft) { $0.seats = 12 }.terms.seats == 12)
        try desk.write { _ = try $0.cancel("A-1", reason: "x", in: $1) }
        #expect(try desk.sent().isEmpty)
        #expect(try desk.order("A-1").state == .cancelled)
    }

    @Test func `a number stands for one order`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        let terms = try DeskTrial.terms()
        #expect(try desk.refusal { try $0.draft(terms, number: "A-1", in: $1) }.code == .conflict)
        for number in ["", "a b", order.id, String(repeating: "1", count: 33)] {
            #expect(try desk.refusal { try $0.draft(terms, number: number, in: $1) }.code == .invalid)
        }
        #expect(try desk.refusal { try $0.publish("B-7", in: $1) }.code == .unknown)
    }

    @Test func `a change that changes nothing, or takes all fees away, is refused`() throws {
        let desk = try OfficeTrial()
        let order = try desk.published()
        for change in [OrderChange(), Self.change { $0.seats = 40 }, Self.change { $0.fees = [] }] {
            #expect(try desk.refusal { try $0.change(order.id, change, reason: "x", in: $1) }.code == .invalid)
        }
        #expect(try desk.refusal { try $0.change(order.id, Self.change { $0.seats = 50 }, reason: "", in: $1) }.code == .contract)
        #expect(try desk.order(order.id).version == 1)
        #expect(try desk.changes().isEmpty)
    }

    private static func change(_ body: (inout OrderChange) -> Void) -> OrderChange {
        var change = OrderChange()
        body(&change)
        return change
    }
}
