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

/// A connection of a ROUTER socket: the routing id that libzmq gave it, 32 bits, and above it which of the sockets.
public struct ConnectionID: Hashable, Sendable {
    public let rawValue: UInt64

    /// Which of the gateway's sockets it came by: 0, or 1 for that of the next server key.
    package var door: UInt64 { rawValue >> 32 }

    var isByNextServerKey: Bool { door == 1 }

    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
