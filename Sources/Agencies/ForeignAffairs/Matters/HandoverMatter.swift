public import GRDB

/// A group that was handed over at a gate: there may be cases among them. Counts and needs, never names.
public struct HandoverMatter: Hashable, Sendable {
    public let matter: Matter
    public let gate: String
    public let at: UTCTime
    public let adults: Int
    public let minors: Int
    /// Words of ``AffairsWords/needs``.
    public let needs: [String]

    private init(_ row: Row) throws {
        matter = try Matter(row)
        gate = row[8]
        at = UTCTime(microseconds: row[9])
        adults = row[10]
        minors = row[11]
        let needs: String = row[12]
        self.needs = needs.split(separator: " ").map(String.init)
    }

    public static func list(_ database: Database, includingDone: Bool = false) throws -> [HandoverMatter] {
        try Matter.rows(
            .handover,
            "gate, handover.at, adults, minors, needs",
            joining: "handover",
            on: "batch_id",
            includingDone: includingDone,
            database
        ).map(HandoverMatter.init)
    }
}
