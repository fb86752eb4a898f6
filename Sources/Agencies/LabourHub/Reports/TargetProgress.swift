public import GRDB

/// How many went, against what the plan wants of a year [S 77-85].
public struct TargetProgress: Hashable, Sendable {
    public let year: Int
    public let target: Target
    /// Of people: suppress it before it leaves the office.
    public let count: Int
    /// The same of the year before.
    public let countBefore: Int

    /// In percent of the target's minimum, rounded down; nil: it has none, or the count may not be told.
    public var percent: Int? { isTold(count) ? target.minimum.map { count * 100 / Int($0) } : nil }

    /// In percent of the year before, towards zero; nil: nobody went then, or a count may not be told.
    public var growthPercent: Int? {
        countBefore > 0 && isTold(count) && isTold(countBefore) ? (count - countBefore) * 100 / countBefore : nil
    }

    private func isTold(_ count: Int) -> Bool { SmallCount.suppressed(count) == count }

    public static func all(_ year: Int, reference: ReferenceData, _ database: Database) throws -> [TargetProgress] {
        try reference.targets.map { target in
            TargetProgress(
                year: year,
                target: target,
                count: try departed(year, target.place, database),
                countBefore: try departed(year - 1, target.place, database)
            )
        }
    }

    /// Those whose exit was recorded, and those whom the companies that sent them elsewhere reported.
    private static func departed(_ year: Int, _ place: Target.Place, _ database: Database) throws -> Int {
        let from = UTCTime(.first(of: 1, year))
        let to = UTCTime(.first(of: 1, year + 1))
        let journeys =
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM journey WHERE exited_at >= ? AND exited_at < ?",
                arguments: [from.microseconds, to.microseconds]
            ) ?? 0
        func reported(_ condition: String) throws -> Int {
            try Int.fetchOne(
                database,
                sql: "SELECT coalesce(sum(count), 0) FROM departure WHERE month BETWEEN ? AND ? AND \(condition)",
                arguments: ["\(year)-01", "\(year)-12"]
            ) ?? 0
        }
        return switch place {
        case .chongzuo: journeys + (try reported("market = 'chongzuo'"))
        case .elsewhere: try reported("market <> 'chongzuo'")
        case .all: journeys + (try reported("1"))
        }
    }

    /// Takes down how many went to a market in a month, as the companies that sent them say. The last word counts.
    ///
    /// - Parameter month: `YYYY-MM`.
    public static func record(market: String, month: String, count: Int, _ database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO departure VALUES (?, ?, ?)", arguments: [market, month, count])
    }
}
