public import Contracts

/// What a clerk changes of an order; what is nil stays. The employer and the sector never change: that would be another order [I].
public struct OrderChange: Sendable {
    public var seats: Int?
    public var seasonFrom: CalendarDay?
    public var seasonTo: CalendarDay?
    public var wage: Langson_Common_V1_Wage?
    public var hoursPerWeek: Int?
    public var lodging: Langson_Common_V1_Provision?
    public var insurance: Langson_Common_V1_Provision?
    public var fees: [Langson_Common_V1_FeeItem]?
    public var gates: [String]?

    public init() {}

    func applied(to old: OrderTerms) -> OrderTerms {
        var terms = old
        if let seats { terms.seats = seats }
        if let seasonFrom { terms.seasonFrom = seasonFrom }
        if let seasonTo { terms.seasonTo = seasonTo }
        if let wage { terms.wage = wage }
        if let hoursPerWeek { terms.hoursPerWeek = hoursPerWeek }
        if let lodging { terms.lodging = lodging }
        if let insurance { terms.insurance = insurance }
        if let fees { terms.fees = fees }
        if let gates { terms.gates = gates }
        return terms
    }
}
