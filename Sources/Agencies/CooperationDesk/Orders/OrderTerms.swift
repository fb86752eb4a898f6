public import Contracts
import SwiftProtobuf

/// What an employer asks for and offers: everything of an order that can change.
public struct OrderTerms: Hashable, Sendable {
    /// The employer in the desk's own register: 1 to 64 of A-Z a-z 0-9 . _ - /.
    public var employerRef: String
    public var sector: Langson_Demand_V1_Sector
    /// 1 to 5,000.
    public var seats: Int
    /// The first and the last day of work.
    public var seasonFrom: CalendarDay
    public var seasonTo: CalendarDay
    public var wage: Langson_Common_V1_Wage
    /// Before overtime.
    public var hoursPerWeek: Int
    public var lodging: Langson_Common_V1_Provision
    public var insurance: Langson_Common_V1_Provision
    /// Every fee there is: what is not listed is not owed.
    public var fees: [Langson_Common_V1_FeeItem]
    /// Those the workers may use, in the order of their codes.
    public var gates: [String]

    public init(
        employerRef: String,
        sector: Langson_Demand_V1_Sector,
        seats: Int,
        seasonFrom: CalendarDay,
        seasonTo: CalendarDay,
        wage: Langson_Common_V1_Wage,
        hoursPerWeek: Int,
        lodging: Langson_Common_V1_Provision,
        insurance: Langson_Common_V1_Provision,
        fees: [Langson_Common_V1_FeeItem],
        gates: [String]
    ) {
        self.employerRef = employerRef
        self.sector = sector
        self.seats = seats
        self.seasonFrom = seasonFrom
        self.seasonTo = seasonTo
        self.wage = wage
        self.hoursPerWeek = hoursPerWeek
        self.lodging = lodging
        self.insurance = insurance
        self.fees = fees
        self.gates = gates
    }

    func message(_ orderID: String) -> Langson_Demand_V1_OrderPublished {
        .with {
            $0.orderID = orderID
            $0.employerRef = employerRef
            $0.sector = sector
            $0.seats = UInt32(clamping: seats)
            $0.seasonFrom = seasonFrom.description
            $0.seasonTo = seasonTo.description
            $0.wage = wage
            $0.hoursPerWeek = UInt32(clamping: hoursPerWeek)
            $0.lodging = lodging
            $0.insurance = insurance
            $0.feeItems = fees
            $0.gates = gates
        }
    }

    /// What is other here than in earlier terms, as a change says it; nil where nothing is.
    func changes(since old: OrderTerms) -> Langson_Demand_V1_OrderChanges? {
        var changes = Langson_Demand_V1_OrderChanges()
        if seats != old.seats { changes.seats = UInt32(clamping: seats) }
        if seasonFrom != old.seasonFrom { changes.seasonFrom = seasonFrom.description }
        if seasonTo != old.seasonTo { changes.seasonTo = seasonTo.description }
        if wage != old.wage { changes.wage = wage }
        if hoursPerWeek != old.hoursPerWeek { changes.hoursPerWeek = UInt32(clamping: hoursPerWeek) }
        if lodging != old.lodging { changes.lodging = lodging }
        if insurance != old.insurance { changes.insurance = insurance }
        if fees != old.fees { changes.feeItems = fees }
        if gates != old.gates { changes.gates = gates }
        return changes == Langson_Demand_V1_OrderChanges() ? nil : changes
    }
}
