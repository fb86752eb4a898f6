/// A field of a type, for people: what `cuakhau types TYPE` prints.
public struct FieldDescription: Sendable, Equatable {
    /// With its parents: `entries[].document_token`.
    public let path: String
    /// `string`, `timestamp`, `enum`, `message` …
    public let kind: String
    /// The rules, each in a few words.
    public let rules: [String]
    /// The roles that may read it; empty: every reader of the type.
    public let readers: [Role]
    /// The comment of the .proto.
    public let comment: String
}
