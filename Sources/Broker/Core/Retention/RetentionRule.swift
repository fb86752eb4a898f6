/// How long messages of a type are kept. Nil: no bound of that kind.
public struct RetentionRule: Hashable, Sendable {
    /// Days since the gateway received it; never what a durable consumer still waits for.
    public var ageDays: Int?
    /// Messages of the type, likewise.
    public var count: Int?
    /// Bytes of their keys and bodies, likewise.
    public var bytes: Int?
    /// Days after which it goes whoever waits for it: that is counted, and told.
    public var hardAgeDays: Int?

    public init(ageDays: Int? = nil, count: Int? = nil, bytes: Int? = nil, hardAgeDays: Int? = nil) {
        self.ageDays = ageDays
        self.count = count
        self.bytes = bytes
        self.hardAgeDays = hardAgeDays
    }
}
