/// A line of the plan's money.
public struct Fund: Hashable, Sendable, Identifiable {
    public let id: String
    public let nameVI: String
    public let nameEN: String
    /// Whole đồng: the currency has no minor unit.
    public let amountVND: Int64
    /// The fund it is a part of; nil for the total.
    public let parent: String?
    public let sourceLines: SourceLines

    static let columns = ["fund", "name_vi", "name_en", "amount_vnd", "parent", "source_lines"]
    /// 100,000 tỷ, some 650 times the plan's total. So many rows as a table may have add up without overflow.
    static let amountMax: Int64 = 100_000_000_000_000

    init(_ row: ReferenceRow) throws(ReferenceError) {
        id = try row.identifier("fund")
        nameVI = try row.text("name_vi")
        nameEN = try row.text("name_en")
        amountVND = try row.integer("amount_vnd", 1...Self.amountMax)
        parent = row.optionalText("parent") == nil ? nil : try row.identifier("parent")
        sourceLines = try row.sourceLines("source_lines")
    }
}
