/// An office that the plan gives something to do, or that took over from one.
public struct Organisation: Hashable, Sendable, Identifiable {
    /// What an office is to the gateway, in the words of profiles and of `cuakhau principal add --role`.
    public enum Role: String, CaseIterable, Sendable {
        case border, bank, affairs, labour, commune, centre, police, health, justice
    }

    public let id: String
    public let nameVI: String
    public let nameEN: String
    /// Nil: it has no part at the gateway.
    public let role: Role?
    public let duties: String
    public let validity: Validity
    /// The office that took over.
    public let successor: String?
    public let source: ReferenceSource
    /// Nil where the source is not the plan.
    public let sourceLines: SourceLines?

    static let columns = [
        "organisation", "name_vi", "name_en", "role", "duties", "valid_from", "valid_to", "successor", "source", "source_lines",
    ]

    init(_ row: ReferenceRow) throws(ReferenceError) {
        id = try row.identifier("organisation")
        nameVI = try row.text("name_vi")
        nameEN = try row.text("name_en")
        role = try row.optionalChoice("role", of: Role.self)
        duties = try row.text("duties")
        validity = try row.validity()
        successor = row.optionalText("successor") == nil ? nil : try row.identifier("successor")
        source = try row.choice("source", of: ReferenceSource.self)
        sourceLines = try row.optionalSourceLines("source_lines")
        guard (sourceLines != nil) == (source == .plan) else {
            throw row.error(
                "source_lines",
                vi: "dòng lấy từ kế hoạch phải nêu số dòng; dòng từ nguồn công khai thì không",
                en: "a row of the plan cites its lines; a row of a public source has none"
            )
        }
    }
}
