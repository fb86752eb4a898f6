import Agencies
import Contracts

/// An order as JSON: words as files have them, amounts in the currency's minor unit.
struct DeskOrderReport: Encodable {
    private struct Wage: Encodable {
        let amountMinor: Int64
        let currency: String
        let period: String
    }

    private struct Fee: Encodable {
        let kind: String
        let amountMinor: Int64
        let currency: String
        let paidBy: String
    }

    /// A count that is not there is under five, or was not told.
    private struct Fill: Encodable {
        let offered: Int?
        let accepted: Int?
        let departed: Int?
        let returned: Int?
    }

    private let order: String
    private let number: String
    private let state: String
    private let version: Int
    private let employer: String
    private let sector: String
    private let seats: Int
    private let seasonFrom: String
    private let seasonTo: String
    private let wage: Wage
    private let hoursPerWeek: Int
    private let lodging: String
    private let insurance: String
    private let fees: [Fee]
    private let gates: [String]
    /// Not there: nothing was told.
    private let fill: Fill?

    init(_ order: DemandOrder) {
        let terms = order.terms
        self.order = order.id
        number = order.number
        state = order.state.rawValue
        version = order.version
        employer = terms.employerRef
        sector = OrderWords.sectors.word(terms.sector)
        seats = terms.seats
        seasonFrom = terms.seasonFrom.description
        seasonTo = terms.seasonTo.description
        wage = Wage(amountMinor: terms.wage.amountMinor, currency: terms.wage.currency, period: OrderWords.periods.word(terms.wage.period))
        hoursPerWeek = terms.hoursPerWeek
        lodging = OrderWords.provisions.word(terms.lodging)
        insurance = OrderWords.provisions.word(terms.insurance)
        fees = terms.fees.map { fee in
            Fee(
                kind: OrderWords.fees.word(fee.kind),
                amountMinor: fee.amountMinor,
                currency: fee.currency,
                paidBy: OrderWords.provisions.word(fee.paidBy)
            )
        }
        gates = terms.gates
        func told(_ count: Int) -> Int? { count == 0 ? nil : count }
        fill = order.fill.map {
            Fill(offered: told($0.offered), accepted: told($0.accepted), departed: told($0.departed), returned: $0.returned.flatMap(told))
        }
    }
}
