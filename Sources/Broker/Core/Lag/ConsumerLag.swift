/// How old the first message is that a consumer has not settled. Measured at ticks.
struct ConsumerLag {
    /// When the gateway received it; nil: there is none, or it is not known yet.
    var waitingSince: Int64?
    /// Which one that is.
    var position: UInt64 = 0
    var isSlow = false
    /// Whether the journal is being read for it.
    var isLooking = false
}
