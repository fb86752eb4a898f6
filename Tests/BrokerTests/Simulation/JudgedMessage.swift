@testable import Broker

/// What became of one message with one consumer, as the judge has it from frames and commits.
struct JudgedMessage {
    enum State: UInt8 {
        /// Still to come, or to come again.
        case due
        /// With an agent.
        case out
        /// It failed for good: its dead letter is not on disk yet.
        case dying
        case dead
        case settled
    }

    let position: UInt64
    let key: Int
    var state = State.due
    var agent = -1
    var lease: UInt64 = 0
    /// Monotonic time at which the lease ends.
    var deadline: Int64 = .max
    var isBegun = false
    var bytes = 0
    /// Failures that are charged to it, on disk or not.
    var failures: UInt32 = 0
    /// The last one is not on disk yet.
    var isUnstored = false
    /// It may not go out before, in monotonic and in wall time.
    var notBefore: Int64 = 0
    var notBeforeWall: Int64 = 0
    var lastCause = FailureCause.nak
    var lastReason = ""
    /// It was out since the gateway started.
    var hasBeenOut = false
    /// The journal counted it as settled once.
    var isStoredSettled = false
    /// A dead letter that is tried again.
    var isRetry = false

    init(position: UInt64, key: Int) {
        self.position = position
        self.key = key
    }

    var isOver: Bool { state == .settled || state == .dead }
}
