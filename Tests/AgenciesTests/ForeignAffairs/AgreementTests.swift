import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct AgreementTests {
    private func agreement(_ code: String = "LS-GX-1", signed: String = "2025-03-01", expires: String? = "2025-11-30") throws -> Agreement {
        try Agreement(
            code: code,
            title: "Thoả thuận hợp tác lao động thời vụ",
            partyHere: "UBND tỉnh Lạng Sơn",
            partyAbroad: "Chính quyền thành phố Sùng Tả",
            country: "CN",
            signed: try #require(CalendarDay(signed)),
            expires: try expires.map { try #require(CalendarDay($0)) },
            officer: "Lan"
        )
    }

    private func add(_ office: AffairsTrial, _ agreements: [Agreement]) throws { try office.write { try $0.addAgreements(agreements, in: $1) } }

    private func list(_ office: AffairsTrial) throws -> [Agreement] { try office.store.read { try Agreement.list($0) } }

    @Test func `an agreement is shown before it expires, and expires on its own after its last day`() throws {
        let office = try AffairsTrial.make()
        try add(office, [agreement(), agreement("LS-GX-2", expires: nil), agreement("LS-GX-3", expires: "2027-01-01")])
        #expect(try list(office).map(\.code) == ["LS-GX-1", "LS-GX-3", "LS-GX-2"])
        #expect(try office.summary().agreements.map(\.code) == ["LS-GX-1"])
        try office.tick(days: 36)
        #expect(office.now.day() == CalendarDay("2025-11-30"))
        #expect(try list(office).map(\.state) == [.inForce, .inForce, .inForce])
        try office.tick(days: 1)
        #expect(try list(office).map(\.state) == [.inForce, .inForce, .expired])
        #expect(try office.summary().agreements.map(\.code) == ["LS-GX-1"])
        #expect(try office.sent().isEmpty)
    }

    @Test func `an agreement is renewed, also after it expired, and not after it was ended`() throws {
        let office = try AffairsTrial.make()
        try add(office, [agreement()])
        try office.tick(days: 60)
        let expires = try #require(CalendarDay("2027-11-30"))
        try office.write { _ = try $0.renewAgreement("LS-GX-1", until: expires, officer: "Lan", in: $1) }
        #expect(try list(office).map(\.state) == [.inForce])
        #expect(
            affairsRefusal { try office.write { _ = try $0.renewAgreement("LS-GX-1", until: CalendarDay("2025-11-01")!, officer: "Lan", in: $1) } }?
                .code == .invalid
        )
        try office.write { _ = try $0.endAgreement("LS-GX-1", on: office.now.day(), reason: "hai bên thống nhất", officer: "Lan", in: $1) }
        let refusal = affairsRefusal { try office.write { _ = try $0.renewAgreement("LS-GX-1", until: expires, officer: "Lan", in: $1) } }
        #expect(refusal?.code == .illegalTransition)
        #expect(refusal?.wording.vi.contains("đã chấm dứt") == true)
    }

    @Test func `several are entered together or not at all`() throws {
        let office = try AffairsTrial.make()
        try add(office, [agreement()])
        #expect(affairsRefusal { try add(office, [agreement("LS-GX-2"), agreement()]) }?.code == .conflict)
        #expect(
            affairsRefusal { try add(office, [agreement("LS-GX-2"), agreement("LS-GX-3", signed: "2026-01-01", expires: nil)]) }?.code == .invalid
        )
        #expect(try list(office).map(\.code) == ["LS-GX-1"])
    }

    @Test func `one that cannot be is refused`() throws {
        let office = try AffairsTrial.make()
        #expect(affairsRefusal { _ = try agreement(expires: "2025-02-28") }?.code == .invalid)
        #expect(affairsRefusal { _ = try agreement("có dấu") }?.code == .invalid)
        #expect(affairsRefusal { _ = try agreement("012345678901") }?.code == .invalid)
        #expect(
            affairsRefusal { try office.write { _ = try $0.endAgreement("LS-GX-1", on: office.now.day(), reason: "x", officer: "Lan", in: $1) } }?
                .code == .unknown
        )
    }

    @Test func `an order is followed through its changes, and an old version undoes none`() throws {
        let office = try AffairsTrial.make()
        let published = Langson_Demand_V1_OrderPublished.with {
            $0.orderID = AffairsTrial.ulid(1)
            $0.employerRef = "GX-17"
            $0.sector = .agriculture
            $0.seats = 200
            $0.seasonFrom = "2025-11-01"
            $0.seasonTo = "2026-03-31"
        }
        func changed(_ version: UInt32, seats: UInt32 = 0, to: Langson_Demand_V1_OrderState? = nil) -> Langson_Demand_V1_OrderChanged {
            .with {
                $0.orderID = AffairsTrial.ulid(1)
                $0.version = version
                $0.changes.seats = seats
                if let to { $0.changes.step.to = to }
            }
        }
        try office.receive("demand.order.changed.v1", changed(2, seats: 1))
        #expect(try office.problems().map(\.code) == ["unknown"])
        try office.receive("demand.order.published.v1", published)
        try office.receive("demand.order.changed.v1", changed(3, seats: 300, to: .amended))
        try office.receive("demand.order.changed.v1", changed(2, seats: 250))
        try office.receive("demand.order.published.v1", published)
        let order = try #require(try office.store.read { try SeasonalOrder.list($0) }.first)
        #expect((order.version, order.seats, order.state) == (3, 300, "amended"))
        #expect(order.from == CalendarDay("2025-11-01"))
    }
}
