import Journal

/// Somebody asked where a message, or its chain, has got to; the journal is being read for it.
final class PendingTrace {
    /// What was read last, or is being read.
    enum Stage {
        /// Where to begin to look for an event id.
        case locating(high: UInt64, low: UInt64)
        /// - Parameter through: The last position of this pass.
        case finding(high: UInt64, low: UInt64, through: UInt64)
        case reading
        case chain
        case fates
    }

    /// A message of the answer.
    struct Message {
        let segment: MessageSegment
        let index: Int

        var entry: MessageEntry { segment.entries[index] }
    }

    /// A receipt that waits for what the journal knows.
    struct Receipt {
        /// Which of ``messages``.
        let message: Int
        let consumer: ConsumerState
    }

    let session: Session
    let request: UInt64
    let isAlone: Bool
    let after: UInt64
    let countMax: Int
    var stage = Stage.reading
    /// Where the search for an id began: what lies before is looked at last.
    var searchedFrom: UInt64 = 1
    /// The id of the chain's first message: what was asked for, until a message says another.
    var correlation: [UInt8] = []
    /// The message that was asked for, and the first one of its chain; nil: not found.
    var target: Message?
    var root: Message?
    /// Whether the chain's first message is being looked for.
    var isAfterRoot = false
    var messages: [Message] = []
    var receipts: [Receipt] = []
    var next: UInt64 = 0

    init(_ session: Session, _ request: UInt64, isAlone: Bool, after: UInt64, countMax: Int) {
        self.session = session
        self.request = request
        self.isAlone = isAlone
        self.after = after
        self.countMax = countMax
    }
}
