/// How many workers a year the plan wants to go, or by how much their number is to grow.
public struct Target: Hashable, Sendable, Identifiable {
    /// Which part of the world a target speaks of.
    public enum Place: String, CaseIterable, Sendable {
        /// Chongzuo (Sùng Tả), Guangxi.
        case chongzuo
        /// Every other country or territory.
        case elsewhere
        case all
    }

    /// What years it holds for.
    public enum YearBasis: String, CaseIterable, Sendable {
        case everyYear = "every_year"
    }

    /// What is counted.
    public enum Unit: String, CaseIterable, Sendable {
        case workers
    }

    public let id: String
    public let nameVI: String
    public let nameEN: String
    public let place: Place
    public let yearBasis: YearBasis
    /// At least so many; nil for a target of growth only.
    public let minimum: Int64?
    public let unit: Unit
    /// By so many percent more than the year before; nil where the target is a number.
    public let growthPercent: ClosedRange<Int64>?
    public let sourceLines: SourceLines

    static let columns = [
        "target", "name_vi", "name_en", "place", "year_basis", "minimum", "unit", "growth_min_percent", "growth_max_percent", "source_lines",
    ]

    init(_ row: ReferenceRow) throws(ReferenceError) {
        id = try row.identifier("target")
        nameVI = try row.text("name_vi")
        nameEN = try row.text("name_en")
        place = try row.choice("place", of: Place.self)
        yearBasis = try row.choice("year_basis", of: YearBasis.self)
        minimum = try row.optionalInteger("minimum", 1...1_000_000)
        unit = try row.choice("unit", of: Unit.self)
        switch (try row.optionalInteger("growth_min_percent", 0...1_000), try row.optionalInteger("growth_max_percent", 0...1_000)) {
        case (nil, nil): growthPercent = nil
        case (let low?, let high?) where low <= high: growthPercent = low...high
        default:
            throw row.error(
                "growth_max_percent",
                vi: "cả hai mức tăng, mức thấp trước, hoặc không có cả hai",
                en: "both ends of the growth, the lower one first, or neither"
            )
        }
        guard minimum != nil || growthPercent != nil else {
            throw row.error("minimum", vi: "chỉ tiêu có mức tối thiểu hoặc mức tăng", en: "a target has a minimum or a growth")
        }
        sourceLines = try row.sourceLines("source_lines")
    }
}
