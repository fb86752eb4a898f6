import Wire

/// An officer as the directory names one: an office, which is a principal, and a name within it, for example `affairs/officer-1`.
///
/// The name is a post's rather than a person's: the gateway's operator reads it.
public struct OfficerName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let office: String
    public let name: String

    /// - Throws: ``SealError`` where the text is not `office/name`.
    public init(_ text: String) throws(SealError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw Self.invalid }
        try self.init(office: parts[0], name: parts[1])
    }

    public init(office: String, name: String) throws(SealError) {
        guard (2...48).contains(office.utf8.count), ClientName.isLabel(office, countMax: 48), ClientName.isLabel(name, countMax: 48) else {
            throw Self.invalid
        }
        self.office = office
        self.name = name
    }

    private static let invalid = SealError(
        .unknownOfficer,
        "an officer is named OFFICE/NAME: the office's principal, a slash, and 1 to 48 of a-z 0-9 . _ -, for example affairs/officer-1"
    )

    public static func < (first: OfficerName, second: OfficerName) -> Bool { (first.office, first.name) < (second.office, second.name) }

    public var description: String { "\(office)/\(name)" }
}
