/// What a tail or a replay was given of messages about people, until it is told.
///
/// A durable consumer has none: its receipts say what it got.
final class ReadLog {
    /// In everything that is told of this reading.
    let number: UInt64
    /// Types about people, by journal id.
    private let isPersonal: [Bool]
    /// What was there when it began is history; what came later, it reads as it happens.
    let historyThrough: UInt64
    /// The number of the approved bulk read that it reads by; 0: none.
    let approval: UInt64
    /// Of one ordering key only: what lies between two messages that it got was not given to it.
    private let isKeyed: Bool

    private(set) var ranges: [ClosedRange<UInt64>] = []
    /// Since it was last told.
    private(set) var messages: UInt64 = 0
    private var isInterrupted = false
    /// When it was last told, monotonic microseconds.
    var toldAt: Int64
    /// Whether it came to the end of what one may read alone.
    var isSpent = false

    /// Ranges of one telling.
    static let rangesMax = 64

    init(number: UInt64, isPersonal: [Bool], historyThrough: UInt64, approval: UInt64, isKeyed: Bool, now: Int64) {
        self.number = number
        self.isPersonal = isPersonal
        self.historyThrough = historyThrough
        self.approval = approval
        self.isKeyed = isKeyed
        toldAt = now
    }

    func isAboutPeople(_ type: UInt16) -> Bool { Int(type) < isPersonal.count && isPersonal[Int(type)] }

    /// Whether another message can be noted before this is told.
    var hasRoom: Bool { ranges.count < Self.rangesMax }

    /// It was given a message, for the first time. Positions rise.
    func note(_ position: UInt64) {
        messages += 1
        if let last = ranges.last, position == last.upperBound + 1 || !(isKeyed || isInterrupted) {
            ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, position)
        } else {
            ranges.append(position...position)
        }
        isInterrupted = false
    }

    /// It was not given a message of the types that it reads: a gate or a name binds it.
    func passOver() { isInterrupted = true }

    /// All of it was told.
    func told(at now: Int64) {
        (ranges, messages, toldAt) = ([], 0, now)
    }
}
