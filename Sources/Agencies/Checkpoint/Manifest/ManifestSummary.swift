import GRDB

/// A manifest in numbers.
public struct ManifestSummary: Encodable, Sendable {
    public let manifest: String
    public let day: String
    public let expected: Int
    /// How many of them have left.
    public let departed: Int
    /// How many had not when the day was over; nil: it is not, or it was not counted.
    public let noShows: Int?

    enum CodingKeys: String, CodingKey {
        case manifest = "manifest_id"
        case day, expected, departed
        case noShows = "no_shows"
    }

    init(_ row: Row) {
        manifest = row[0]
        day = row[1]
        let expected: Int = row[2]
        let noShows: Int? = row[3]
        self.expected = expected
        self.noShows = noShows
        // What was counted stays true when the crossings are forgotten.
        departed = noShows.map { expected - $0 } ?? row[4]
    }
}

/// One token of a manifest, and what became of it.
public struct ManifestLine: Encodable, Sendable {
    /// The beginning of the token: enough to tell one from another.
    public let token: String
    public let documentKind: String
    public let hasDeparted: Bool

    enum CodingKeys: String, CodingKey {
        case token
        case documentKind = "document_kind"
        case hasDeparted = "has_departed"
    }
}
