import Wire

/// A client that has published, as the gateway knows it.
public struct ProducerReport: Sendable, Equatable {
    public let client: String
    public let principal: String
    /// The last sequence used up and on disk.
    public let lastSequence: UInt64
    public let isConnected: Bool
    /// As it said itself; nil: not connected.
    public let software: String?
    /// Microseconds since 1970-01-01T00:00:00Z; nil: not connected.
    public let connectedSince: Int64?
    /// Messages since the gateway started.
    public let confirmed: UInt64
    public let refused: UInt64

    init(_ info: ProducerInfo) {
        client = info.client
        principal = info.principal
        lastSequence = info.lastSequence
        isConnected = info.connected
        software = info.software.isEmpty ? nil : info.software
        connectedSince = info.connectedSinceUs > 0 ? info.connectedSinceUs : nil
        confirmed = info.confirmed
        refused = info.refused
    }
}
