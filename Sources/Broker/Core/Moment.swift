/// The time of an event, as the caller of the core saw it. The core itself reads no clock.
public struct Moment: Sendable, Equatable {
    /// Microseconds since 1970-01-01T00:00:00Z: what messages are stamped with. May jump.
    public var wall: Int64
    /// Microseconds since some fixed instant: what timers run on. Never goes back.
    public var monotonic: Int64

    public init(wall: Int64, monotonic: Int64) {
        self.wall = wall
        self.monotonic = monotonic
    }
}

/// A connection of the ROUTER socket: the routing id that libzmq gave it, as a number.
public struct ConnectionID: Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
