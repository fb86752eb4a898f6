/// How far a replay has come, as its gateway said.
struct ReplayProgress {
    /// The last position; nil: not known yet.
    var through: UInt64?
    /// Whether everything was delivered in this session.
    var isDelivered = false
    /// Whether the application was told the end: that stays.
    var isFinished = false
}
