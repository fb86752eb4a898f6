/// A commune or ward: the lowest level of the province's administration, and since 1 July 2025 the only one below it.
public struct Commune: Hashable, Sendable, Identifiable {
    public enum Kind: String, CaseIterable, Sendable {
        /// Xã.
        case commune
        /// Phường.
        case ward
    }

    /// The five digits that messages hold.
    public let id: String
    public let nameVI: String
    public let kind: Kind
    /// The communes, wards and townships that it was made of, with a semicolon between them.
    public let mergedFrom: String?
    /// The districts that these lay in.
    public let districts: [String]
    public let validity: Validity
    public let source: ReferenceSource

    static let columns = ["commune", "name_vi", "kind", "merged_from", "districts", "valid_from", "valid_to", "source"]

    init(_ row: ReferenceRow) throws(ReferenceError) {
        id = try row.code("commune", digits: 5)
        nameVI = try row.text("name_vi")
        kind = try row.choice("kind", of: Kind.self)
        mergedFrom = row.optionalText("merged_from")
        districts = (row.optionalText("districts") ?? "").split(separator: " ").map(String.init)
        validity = try row.validity()
        source = try row.choice("source", of: ReferenceSource.self)
    }

    /// With its kind, as it is written: `Xã Đồng Đăng`.
    public var fullNameVI: String { (kind == .ward ? "Phường " : "Xã ") + nameVI }
}
