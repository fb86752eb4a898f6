/// Which hand-out of which message an answer is about.
///
/// A message can be delivered again while the application still holds it: the two have the same position, and only one of them may answer.
struct DeliveryReceipt: Sendable {
    let position: UInt64
    let recordedAt: Int64
    /// The lease it was delivered under; 0: a consumer without leases.
    let lease: UInt64
    /// When that lease is over for certain, by this program's clock, in microseconds; `.max`: with the session.
    let due: Int64
    /// The session of the link that it came in.
    let session: UInt64
    /// Its number among the hand-outs of this consumer; 0: not handed out.
    var order: UInt64 = 0
}
