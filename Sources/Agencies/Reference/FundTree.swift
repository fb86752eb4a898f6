/// The plan's money as a tree: one total, and every fund the sum of its parts.
struct FundTree {
    private let funds: Keyed<Fund>
    private let parts: [String: [Fund]]

    init(_ funds: Keyed<Fund>) {
        self.funds = funds
        parts = Dictionary(grouping: funds.values.filter { $0.parent != nil }, by: { $0.parent ?? "" })
    }

    func validate() throws(ReferenceError) {
        try funds.validateReference("parent", \.parent)
        let totals = funds.values.filter { $0.parent == nil }
        guard totals.count == 1 else {
            throw error(totals.dropFirst().first, "parent", "exactly one fund, the total, has no parent; here are \(totals.count)")
        }
        for fund in funds.values { try validateReachesTotal(fund) }
        for fund in funds.values { try validateSum(fund) }
    }

    private func validateReachesTotal(_ fund: Fund) throws(ReferenceError) {
        var place = fund
        // A way up that is longer than there are funds goes in a circle.
        for _ in funds.values {
            guard let parent = place.parent, let next = funds[parent] else { return }
            place = next
        }
        throw error(fund, "parent", "it is a part of itself")
    }

    private func validateSum(_ fund: Fund) throws(ReferenceError) {
        guard let parts = parts[fund.id] else { return }
        // Amounts are bounded and so are rows: the sum fits.
        let sum = parts.reduce(0) { $0 + $1.amountVND }
        guard sum == fund.amountVND else {
            throw error(fund, "amount_vnd", "its parts \(parts.map(\.id).joined(separator: ", ")) add up to \(sum), not to \(fund.amountVND)")
        }
    }

    private func error(_ fund: Fund?, _ column: String, _ message: String) -> ReferenceError {
        guard let fund, let row = funds.row(of: fund.id) else { return ReferenceError(file: "funds.csv", column: column, message: message) }
        return row.error(column, message)
    }
}
