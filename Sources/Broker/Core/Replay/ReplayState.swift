/// What a replay is beyond an ephemeral consumer: where it ends, what it leaves out, and how fast it goes.
struct ReplayState {
    /// The last position; 0: until the start is known, the last one there is then.
    var through: UInt64
    /// Only messages with this ordering key; nil: all.
    let key: [UInt8]?
    var pace: Pace
    /// Whether the client was told that nothing follows.
    var hasEnded = false

    /// Messages a second where the client names no rate, and the most.
    static let rateDefault: UInt32 = 1_000
    static let rateMax: UInt32 = 100_000
    /// Longer than any ordering key of the catalogue.
    static let keyBytesMax = 256
}
