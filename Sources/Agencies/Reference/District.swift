/// A district or the city of the province: the level between it and the communes that ended on 1 July 2025.
public struct District: Hashable, Sendable, Identifiable {
    public enum Kind: String, CaseIterable, Sendable {
        /// Huyện.
        case district
        /// Thành phố.
        case city
    }

    /// Three digits.
    public let id: String
    public let nameVI: String
    public let kind: Kind
    public let validity: Validity
    public let source: ReferenceSource

    static let columns = ["district", "name_vi", "kind", "valid_from", "valid_to", "source"]

    init(_ row: ReferenceRow) throws(ReferenceError) {
        id = try row.code("district", digits: 3)
        nameVI = try row.text("name_vi")
        kind = try row.choice("kind", of: Kind.self)
        validity = try row.validity()
        source = try row.choice("source", of: ReferenceSource.self)
    }
}
