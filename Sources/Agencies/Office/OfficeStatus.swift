import Client
public import GRDB

/// How an office's store stands.
public struct OfficeStatus: Codable, Sendable {
    /// The last message taken, as its place in the gateway's journal.
    public let position: Int64
    public let taken: Int
    /// Messages that could not be taken and that nobody has seen to.
    public let problems: Int
    /// Messages whose people were erased before they were taken.
    public let erased: Int
    /// How often the gateway's journal was found to be an older copy, whose positions are given anew.
    public let restored: Int
    /// What is due and cannot be done.
    public let failingDuties: Int
    /// Messages of the other kind of traffic: exercises for a live office, live ones for an exercise.
    public let otherTraffic: Int
    /// Messages that wait for the gateway.
    public let waiting: Int
    public let confirmed: Int
    /// Messages that the gateway refused.
    public let refused: Int
    /// When the clock was last looked at, in microseconds since 1970.
    public let tickedAt: Int64
    public let isExercise: Bool

    public init(_ database: Database) throws {
        let outbox = try StoreOutbox().status(in: database)
        let inbox = try Row.fetchOne(database, sql: "SELECT position, taken, erased, other_traffic, restored FROM inbox")!
        let office = try Row.fetchOne(database, sql: "SELECT ticked_at, is_exercise FROM office")!
        position = inbox[0]
        taken = inbox[1]
        erased = inbox[2]
        otherTraffic = inbox[3]
        restored = inbox[4]
        failingDuties = try Int.fetchOne(database, sql: "SELECT count(*) FROM duty_failure") ?? 0
        problems = try Int.fetchOne(database, sql: "SELECT count(*) FROM problem") ?? 0
        waiting = outbox.waiting
        confirmed = outbox.confirmed
        refused = outbox.refused
        tickedAt = office[0]
        isExercise = office[1]
    }
}
