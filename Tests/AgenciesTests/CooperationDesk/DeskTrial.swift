import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

/// What the desk's tests begin with.
enum DeskTrial {
    /// An order of 40 seats, from 1 November 2025 to 31 March 2026.
    static func terms(_ change: (inout OrderTerms) -> Void = { _ in }) throws -> OrderTerms {
        var terms = OrderTerms(
            employerRef: "fictitious-farm",
            sector: .agriculture,
            seats: 40,
            seasonFrom: try #require(CalendarDay("2025-11-01")),
            seasonTo: try #require(CalendarDay("2026-03-31")),
            wage: try #require(OrderText.wage("150.00 CNY day")),
            hoursPerWeek: 48,
            lodging: .byEmployer,
            insurance: .byEmployer,
            fees: [try #require(OrderText.fee("health_check 350000 VND employer"))],
            gates: ["CM", "HN"]
        )
        change(&terms)
        return terms
    }

    static func fill(_ order: DemandOrder, _ offered: UInt32, _ accepted: UInt32, _ departed: UInt32, _ returned: UInt32? = nil)
        -> Langson_Demand_V1_FillReported
    {
        .with {
            $0.orderID = order.id
            $0.offered = offered
            $0.accepted = accepted
            $0.departed = departed
            if let returned { $0.returned = returned }
        }
    }
}

extension OfficeTrial<CooperationDesk> {
    /// A desk on 25 October 2025, at 8 in Vietnam.
    convenience init() throws { try self.init(CooperationDesk()) }

    func published(_ number: String = "A-1", _ terms: OrderTerms? = nil) throws -> DemandOrder {
        let terms = try terms ?? DeskTrial.terms()
        return try write { desk, transaction in try desk.publish(desk.draft(terms, number: number, in: transaction).id, in: transaction) }
    }

    func change(_ order: DemandOrder, _ change: (inout OrderChange) -> Void) throws -> DemandOrder {
        var changes = OrderChange()
        change(&changes)
        return try write { try $0.change(order.id, changes, reason: "as agreed", in: $1) }
    }

    func order(_ id: String) throws -> DemandOrder {
        let found = try store.read { try DemandOrder.find(id, $0) }
        return try #require(found)
    }

    func changes() throws -> [Langson_Demand_V1_OrderChanged] { try sent("demand.order.changed.v1") }

    /// What a body is refused with.
    func refusal(_ body: (CooperationDesk, OfficeTransaction) throws -> Void) throws -> OfficeError {
        do {
            try write(body)
        } catch let error as OfficeError {
            return error
        }
        throw NothingRefused()
    }

    struct NothingRefused: Error {}
}
