/// The plan's money as a tree: one total, and every fund the sum of its parts.
struct FundTree {
    private let funds: Keyed<Fund>
    private let parts: [String: [Fund]]

    /// How many parts an error names.
    private static let namesMax = 8

    init(_ funds: Keyed<Fund>) {
        self.funds = funds
        parts = Dictionary(grouping: funds.values.filter { $0.parent != nil }, by: { $0.parent ?? "" })
    }

    func validate() throws(ReferenceError) {
        try funds.validateReference("parent", \.parent)
        let totals = funds.values.filter { $0.parent == nil }
        guard totals.count == 1 else {
            throw error(
                totals.dropFirst().first,
                "parent",
                vi: "chỉ một dòng, dòng tổng, không có parent; ở đây có \(totals.count)",
                en: "exactly one fund, the total, has no parent; here are \(totals.count)"
            )
        }
        try validateReachTotal()
        for fund in funds.values { try validateSum(fund) }
    }

    private func validateReachTotal() throws(ReferenceError) {
        // Each fund is passed once: a way up ends where an earlier one has been.
        var reaching: Set<String> = []
        for fund in funds.values {
            var way: Set<String> = []
            var place: Fund? = fund
            while let current = place, !reaching.contains(current.id) {
                guard way.insert(current.id).inserted else {
                    throw error(fund, "parent", vi: "dòng này là một phần của chính nó", en: "it is a part of itself")
                }
                place = current.parent.flatMap { funds[$0] }
            }
            reaching.formUnion(way)
        }
    }

    private func validateSum(_ fund: Fund) throws(ReferenceError) {
        guard let parts = parts[fund.id] else { return }
        // 10,000 rows of at most 10^14: the sum fits.
        let sum = parts.reduce(0) { $0 + $1.amountVND }
        guard sum == fund.amountVND else {
            let names = parts.prefix(Self.namesMax).map(\.id).joined(separator: ", ") + (parts.count > Self.namesMax ? " …" : "")
            throw error(
                fund,
                "amount_vnd",
                vi: "các phần \(names) cộng lại bằng \(sum), không phải \(fund.amountVND)",
                en: "its parts \(names) add up to \(sum), not to \(fund.amountVND)"
            )
        }
    }

    private func error(_ fund: Fund?, _ column: String, vi: String, en: String) -> ReferenceError {
        guard let fund, let row = funds.row(of: fund.id) else { return ReferenceError(file: "funds.csv", column: column, vi: vi, en: en) }
        return row.error(column, vi: vi, en: en)
    }
}
