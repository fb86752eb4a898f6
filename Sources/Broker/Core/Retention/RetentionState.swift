import Journal

/// Which step of retention comes next. Types have their turns one after another, and after a round there is a rest.
struct RetentionState {
    /// What the journal holds, by type id.
    var kept: [KeptMessages]
    /// The rules, by type id.
    let rules: [RetentionRule]
    let bytesMax: UInt64?
    /// The type whose turn it is.
    var turn = 0
    /// Whether its hard limits are looked at, after the others.
    var isHard = false
    /// What the journal is doing; nil: nothing.
    var step: RetentionStep?
    /// Monotonic microseconds before which there is no step.
    var dueAt: Int64 = 0
    /// Whether something was removed in this round.
    var hasRemoved = false

    /// Between two steps: a commit never waits for more than one.
    static let pause: Int64 = 20_000
    /// Between two rounds.
    static let rest: Int64 = 10_000_000

    var bytes: UInt64 { kept.reduce(0) { $0 + $1.bytes } }

    mutating func add(_ segment: MessageSegment) {
        for entry in segment.entries where Int(entry.type) < kept.count {
            kept[Int(entry.type)].count += 1
            kept[Int(entry.type)].bytes += UInt64(entry.key.count + entry.body.count)
        }
    }

    /// The next turn; after the last one a rest, but for a round that removed something.
    mutating func advance(now: Int64) {
        if !isHard {
            isHard = true
            return
        }
        isHard = false
        turn += 1
        guard turn >= kept.count else { return }
        turn = 0
        if !hasRemoved { dueAt = now + Self.rest }
        hasRemoved = false
    }
}
