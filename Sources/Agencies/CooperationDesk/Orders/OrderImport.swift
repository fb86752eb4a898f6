/// A row of a file of orders.
public struct OrderImport: Sendable {
    let line: Int
    let number: String
    let terms: OrderTerms

    /// In any order; see README.md.
    public static let columns = [
        "number", "employer", "sector", "seats", "season_from", "season_to", "wage", "hours_per_week", "lodging", "insurance", "gates",
    ]
    public static let optionalColumns = ["fees"]

    public init(_ row: ImportRow) throws(ImportFault) {
        line = row.line
        number = try row.text("number", lengthMax: 32)
        terms = OrderTerms(
            employerRef: try row.text("employer", lengthMax: 64),
            sector: try row.choice("sector", OrderWords.sectors.choices),
            seats: try row.integer("seats", 1...5_000),
            seasonFrom: try row.day("season_from"),
            seasonTo: try row.day("season_to"),
            wage: try Self.part(row, "wage", OrderText.wageForm, OrderText.wage),
            hoursPerWeek: try row.integer("hours_per_week", 1...168),
            lodging: try row.choice("lodging", OrderWords.provisions.choices),
            insurance: try row.choice("insurance", OrderWords.provisions.choices),
            fees: try row.optionalText("fees", lengthMax: 1_000) == nil
                ? [] : try Self.part(row, "fees", OrderText.feeForm, OrderText.fees, lengthMax: 1_000),
            gates: try Self.part(row, "gates", OrderText.gatesForm, OrderText.gates)
        )
    }

    private static func part<Value>(
        _ row: ImportRow,
        _ column: String,
        _ form: Wording,
        _ read: (String) -> Value?,
        lengthMax: Int = 160
    ) throws(ImportFault) -> Value {
        guard let value = read(try row.text(column, lengthMax: lengthMax)) else { throw row.fault(column, vi: "cần \(form.vi)", en: form.en) }
        return value
    }
}

extension CooperationDesk {
    /// Takes the orders of a file into the register: all of them, or none.
    ///
    /// - Parameter isPublished: Whether they are published at once.
    /// - Throws: ``ImportFailure`` with every line that a rule refuses.
    public func take(_ rows: [OrderImport], isPublished: Bool, in transaction: OfficeTransaction) throws -> [DemandOrder] {
        try ImportFailure.collecting(rows, line: \.line) { row in
            let order = try draft(row.terms, number: row.number, in: transaction)
            return isPublished ? try publish(order.id, in: transaction) : order
        }
    }
}
