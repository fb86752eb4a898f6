/// What the gateway's clock showed at a moment between two of this machine's: when it was asked, and when its answer came (as in NTP, RFC 5905).
///
/// WELCOME has it, so that each session's beginning is a comparison. The moments are those of a clock that nobody sets, and that goes on while the machine
/// sleeps: with them it is known at any later time what the gateway's clock shows, whatever happens to this machine's own.
public struct GatewayClock: Sendable, Equatable {
    /// Wall time in microseconds since 1970-01-01T00:00:00Z.
    public let time: Int64
    public let asked: ContinuousClock.Instant
    public let answered: ContinuousClock.Instant

    public init(time: Int64, asked: ContinuousClock.Instant, answered: ContinuousClock.Instant) {
        self.time = time
        self.asked = asked
        self.answered = answered
    }
}
