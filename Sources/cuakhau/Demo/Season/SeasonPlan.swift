import Agencies

/// A season of a year that is past, cut to the size that was asked for. The same seed gives the same season.
struct SeasonPlan: Sendable {
    let seed: UInt64
    let workers: Int
    /// The three gates, in the order in which they share the workers.
    let gates: [String]
    /// Who has some part in the play, by their numbers.
    let cast: Cast

    struct Cast: Sendable {
        /// Never come to the gate.
        let absent: Set<Int>
        /// Are not back when permits and contracts end: one is reached, one is in a case, one comes by himself.
        let late: [Int]
        /// Ask for a loan.
        let borrowers: [Int]
        /// Have a permit that is shorter than the season.
        let shortPermits: [Int]
    }

    /// The first day; the last is ``lastDay``.
    static let firstDay = day("2025-10-20")
    static let seasonFrom = day("2025-10-25")
    static let seasonTo = day("2026-01-20")
    static let lastDay = day("2026-01-31")
    /// How many days departures take, and returns.
    static let departureDays = 8
    static let returnDays = 10

    init(seed: UInt64, workers: Int, gates: [String]) {
        self.seed = seed
        self.workers = workers
        self.gates = gates
        var random = SplitMix64(seed: seed)
        var numbers = Array(0..<workers).shuffled(using: &random)[...]
        func take(_ count: Int) -> [Int] {
            defer { numbers = numbers.dropFirst(count) }
            return Array(numbers.prefix(count))
        }
        cast = Cast(
            absent: Set(take(max(5, workers / 200))),
            late: take(3),
            borrowers: take(min(40, workers / 10)),
            shortPermits: take(min(20, workers / 10))
        )
    }

    private static func day(_ text: String) -> CalendarDay {
        guard let day = CalendarDay(text) else { preconditionFailure("a day of the calendar") }
        return day
    }
}
