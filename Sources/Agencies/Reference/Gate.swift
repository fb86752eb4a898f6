/// A border gate of the province. Whether it is open is a message, not reference data.
public struct Gate: Hashable, Sendable, Identifiable {
    public enum Kind: String, CaseIterable, Sendable {
        case international, bilateral, auxiliary
        /// A customs route that belongs to another gate.
        case route
    }

    public enum Traffic: String, CaseIterable, Sendable {
        case road, rail
    }

    /// The code that messages hold.
    public let id: String
    public let nameVI: String
    /// The Chinese name of the place on the other side.
    public let nameZH: String?
    public let kind: Kind
    /// Nil: the source does not say.
    public let traffic: Traffic?
    /// The Vietnamese name of the place on the other side.
    public let opposite: String?
    /// The gate that a route belongs to.
    public let partOf: String?
    public let validity: Validity
    public let source: ReferenceSource

    static let columns = ["gate", "name_vi", "name_zh", "kind", "traffic", "opposite", "part_of", "valid_from", "valid_to", "source"]

    init(_ row: ReferenceRow) throws(ReferenceError) {
        id = try row.gateCode("gate")
        nameVI = try row.text("name_vi")
        nameZH = row.optionalText("name_zh")
        kind = try row.choice("kind", of: Kind.self)
        traffic = try row.optionalChoice("traffic", of: Traffic.self)
        opposite = row.optionalText("opposite")
        partOf = row.optionalText("part_of") == nil ? nil : try row.gateCode("part_of")
        validity = try row.validity()
        source = try row.choice("source", of: ReferenceSource.self)
        guard (partOf != nil) == (kind == .route) else {
            throw row.error(
                "part_of",
                vi: "lối thông quan nêu cửa khẩu mà nó thuộc về; các cửa khẩu khác để trống",
                en: "a route names the gate it belongs to; other gates name none"
            )
        }
    }
}
