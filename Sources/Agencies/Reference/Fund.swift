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
    static let amountMax: Int64 = 1_000_000_000_000_000

    init(_ row: ReferenceRow) throws(ReferenceError) {
        id = try row.identifier("fund")
        nameVI = try row.text("name_vi")
        nameEN = try row.text("name_en")
        amountVND = try row.integer("amount_vnd", 1...Self.amountMax)
        parent = row.optionalText("parent") == nil ? nil : try row.identifier("parent")
        sourceLines = try row.sourceLines("source_lines")
    }
}
