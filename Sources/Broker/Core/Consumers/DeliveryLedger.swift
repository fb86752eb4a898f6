import DequeModule
import HeapModule

/// What of a consumer's messages is looked at and not settled, in the order of positions: who has which, since when, how often it failed, and
/// what goes out next. Does no I/O and reads no clock.
///
/// A slot's way: looked at -> ready (or parked behind its key, or waiting after a failure) -> out -> settled; or after too many failures dying,
/// until its dead letter is on disk. Settled slots leave at the front, so the first one left is the consumer's position.
struct DeliveryLedger {
    enum Place: UInt8 {
        /// May go out.
        case ready
        /// With a member, unanswered.
        case out
        /// Failed: goes out again when it is due and its failure is on disk.
        case waiting
        /// Behind an earlier message of its key.
        case parked
        /// On its way to the dead letters.
        case dying
        case settled
    }

    struct Slot {
        let position: UInt64
        let keyHash: UInt64
        var place = Place.ready
        var isBegun = false
        var hasBeenOut = false
        /// A dead letter that is tried again: the journal settled it already, see ``retry(_:keyHash:)``.
        var isRetry = false
        /// Its last failure is not on disk yet.
        var isUnstored = false
        /// What it is, once it was out: for the notice where it dies.
        var isExercise = false
        var type: UInt16 = 0
        /// When the gateway received it, once it was out.
        var recordedAt: Int64 = 0
        /// Whether a minute's look has found it given and unsettled already, and whether that was told: see ``takeUntold(ofMember:)``.
        var wasSeen = false
        var isTold = false
        var member: UInt32 = 0
        var failures: UInt32 = 0
        var bytes: UInt32 = 0
        var lease: UInt64 = 0
        /// The lease it was last taken back from.
        var lostLease: UInt64 = 0
        /// Out: when the lease ends. Waiting: when it may go out. Monotonic microseconds.
        var due: Int64 = .max
    }

    /// What the journal has to hear of. The caller takes them and stores them.
    enum Effect: Equatable {
        case failed(UInt64, Failures)
        case dying(UInt64, Failures)
        /// A message that had failed before is settled: its failures need not be kept.
        case recovered(UInt64)
        /// A dead letter that was tried again is settled: it is one no more.
        case retrySettled(UInt64)
    }

    /// The most messages from the first unsettled one on. One that is never answered, or many behind a blocked key, hold back what comes after
    /// them: seen in the consumer's lag, and not in the gateway's memory.
    static let slotsMax = 32_768

    private(set) var rules: ConsumerRules
    /// The first position not looked at.
    private(set) var next: UInt64
    var slots: Deque<Slot> = []
    var ready: Heap<UInt64> = []
    var keys: [UInt64: KeyLine] = [:]
    var members: [Member] = []
    var leases: [UInt64: Lease] = [:]
    var failures: [UInt64: Failures] = [:]
    /// Settled before the gateway started, and not looked at since.
    var ahead: PositionRanges
    /// Dead letters that are tried again, and that it has not come to yet, in rising order.
    var restored: [(position: UInt64, keyHash: UInt64)] = []
    var effects: [Effect] = []
    /// A time before which no lease ends and nothing that waits is due.
    var timersDueAt: Int64 = .max
    /// Ready slots whose bodies are being read.
    var fetchingCount = 0
    var unstoredCount = 0
    var settledCount = 0
    var retryCount = 0
    /// For the simulation only.
    var sabotage: Sabotage?

    /// - Parameters:
    ///   - position: Everything before it is settled or not wanted.
    ///   - ahead: What is settled or not wanted after it.
    init(rules: ConsumerRules, position: UInt64, ahead: PositionRanges = PositionRanges(), failures: [UInt64: Failures] = [:]) {
        self.rules = rules
        self.next = position
        self.ahead = ahead
        self.failures = failures
    }

    // MARK: Looking

    /// Everything before it is settled or not wanted.
    var position: UInt64 {
        guard retryCount > 0 else { return slots.first?.position ?? next }
        return slots.first { !$0.isRetry && $0.place != .settled }?.position ?? next
    }

    /// What is settled or not wanted after ``position``.
    var settledAhead: PositionRanges {
        var ranges = ahead
        var run: ClosedRange<UInt64>?
        for slot in slots where settledCount > 0 && !slot.isRetry {
            if slot.place == .settled {
                run = (run?.lowerBound ?? slot.position)...slot.position
            } else if let settled = run {
                ranges.insert(settled)
                run = nil
            }
        }
        if let run { ranges.insert(run) }
        // What was settled before the gateway started may be behind the position by now; and behind a dead letter that is tried again lie settled
        // messages too.
        ranges.removeAll(before: position)
        return ranges
    }

    /// Whether to look at what comes next. An exclusive consumer gets again what it had, before anything new.
    var wantsMore: Bool {
        guard slots.count < Self.slotsMax else { return false }
        return rules.isShared || (ready.isEmpty && fetchingCount == 0 && unstoredCount == 0)
    }

    /// Takes note of a message that the consumer wants and is entitled to, at ``next`` or later.
    ///
    /// - Returns: Whether it may go out at once.
    mutating func look(at position: UInt64, keyHash: UInt64, now: Moment) -> Bool {
        assert(position >= next)
        next = position + 1
        if !restored.isEmpty { admitRestored(through: position, now: now) }
        if !ahead.isEmpty, ahead.contains(position) { return false }
        var slot = Slot(position: position, keyHash: keyHash)
        if !failures.isEmpty { remember(&slot, now: now) }
        if rules.kind == .keyed, !join(position, keyHash) { slot.place = .parked }
        insert(slot)
        return slot.place == .ready
    }

    /// What a message went through before the gateway started: its attempts count on, and its wait is kept.
    private mutating func remember(_ slot: inout Slot, now: Moment) {
        guard let failed = failures[slot.position] else { return }
        slot.failures = failed.count
        slot.hasBeenOut = true
        guard failed.until > now.wall else { return }
        slot.place = .waiting
        slot.due = now.monotonic + min(failed.until - now.wall, Int64(ConsumerRules.delayMilliseconds) * 1_000)
        timersDueAt = min(timersDueAt, slot.due)
    }

    /// Slots are in the order of positions; only one that is tried again can lie after what is looked at now.
    private mutating func insert(_ slot: Slot) {
        if let last = slots.last, last.position > slot.position {
            slots.insert(slot, at: lowerBound(slot.position))
        } else {
            slots.append(slot)
        }
    }

    /// What lies before a position is looked at, and nothing more of it is wanted.
    mutating func skip(to position: UInt64, now: Moment) {
        next = max(next, position)
        if !restored.isEmpty, next > 0 { admitRestored(through: next - 1, now: now) }
        forgetAhead()
    }

    /// What was settled ahead is remembered as long as something before it is not: the journal is told of it again and again.
    private mutating func forgetAhead() {
        if !ahead.isEmpty { ahead.removeAll(before: min(next, self.position)) }
    }

    /// Dead letters that it comes to are tried again.
    private mutating func admitRestored(through position: UInt64, now: Moment) {
        while let first = restored.first, first.position <= position {
            restored.removeFirst()
            insertRetry(first.position, keyHash: first.keyHash, now: now)
        }
    }

    /// A message that was looked at cannot be delivered to anybody: it is passed over.
    mutating func pass(_ position: UInt64) {
        guard let index = index(of: position), slots[index].place == .ready else { return }
        settle(index)
        trim()
    }

    // MARK: Sending

    /// Whether something can go out again now. An exclusive consumer's redeliveries keep their order: each waits for those before it, which may
    /// be on their way from the disk, or have a failure on its way to it.
    var mayTakeReady: Bool { !ready.isEmpty && (rules.isShared || (unstoredCount == 0 && fetchingCount == 0)) }

    /// The next messages to go out again, at most so many; they are the caller's until they are sent or given back.
    mutating func takeReady(atMost count: Int) -> [UInt64] {
        guard mayTakeReady else { return [] }
        var positions: [UInt64] = []
        while positions.count < count, let position = ready.popMin() {
            // One that was parked and made ready again is there twice.
            guard positions.last != position, let index = index(of: position), slots[index].place == .ready else { continue }
            positions.append(position)
        }
        fetchingCount += positions.count
        return positions
    }

    /// A message that was taken and is not sent now.
    mutating func giveBack(_ position: UInt64) {
        fetchingCount -= 1
        guard let index = index(of: position), slots[index].place == .ready else { return }
        ready.insert(position)
    }

    /// A message that was taken is not in the journal any more.
    mutating func vanished(_ position: UInt64) {
        fetchingCount -= 1
        pass(position)
    }

    /// A message is removed for good. One that is out may still be answered; any other does not go out any more.
    mutating func expire(_ position: UInt64) {
        guard let index = index(of: position) else {
            if position >= next { ahead.insert(position...position) }
            return
        }
        guard slots[index].place == .ready || slots[index].place == .waiting || slots[index].place == .parked else { return }
        settle(index)
        trim()
    }

    /// Whether a message that was taken may still go out.
    func isReady(_ position: UInt64) -> Bool { index(of: position).map { slots[$0].place == .ready } ?? false }

    /// Notes that a message goes out.
    ///
    /// - Parameter wasTaken: Whether it came from ``takeReady(atMost:)``; else it was looked at just now.
    /// - Returns: Which attempt this is, and whether it was out before.
    mutating func sent(
        _ position: UInt64,
        to member: Int,
        bytes: Int,
        lease: UInt64,
        type: UInt16,
        recordedAt: Int64,
        isExercise: Bool,
        wasTaken: Bool,
        now: Moment
    ) -> (attempt: UInt32, isRedelivered: Bool) {
        if wasTaken { fetchingCount -= 1 }
        guard let index = slots.last?.position == position ? slots.count - 1 : index(of: position) else {
            preconditionFailure("a message goes out that was not looked at")
        }
        members[member].messages += 1
        members[member].bytes += bytes
        slots[index].place = .out
        slots[index].isBegun = false
        slots[index].member = members[member].id
        slots[index].bytes = UInt32(clamping: bytes)
        slots[index].lease = lease
        slots[index].type = type
        slots[index].recordedAt = recordedAt
        slots[index].isExercise = isExercise
        defer { slots[index].hasBeenOut = true }
        if rules.isLeased {
            slots[index].due = now.monotonic + (sabotage == .doubleDeliveryInLease ? rules.lease / 2 : rules.lease)
            timersDueAt = min(timersDueAt, slots[index].due)
            leases[lease, default: Lease(member: members[member].id)].count += 1
        }
        return (slots[index].failures + 1, slots[index].hasBeenOut)
    }

    // MARK: Rules

    /// Whether a failure or a dead letter is on its way to the journal.
    var isStoring: Bool { unstoredCount > 0 || slots.contains { $0.place == .dying } }

    /// Other rules from now on. What is out keeps its lease; what has failed too often by the new rules dies at its next failure.
    ///
    /// The kind can change only while nobody reads and nothing of it ``isStoring``: see ``BrokerCore``.
    mutating func change(_ rules: ConsumerRules, now: Moment) {
        let isOtherKind = self.rules.kind != rules.kind
        self.rules = rules
        guard isOtherKind else { return }
        // Keys are known of keyed consumers only: everything unsettled is looked at anew.
        let settled = settledAhead
        let retries = slots.filter { $0.isRetry && $0.place != .settled }
        let position = position
        slots.removeAll()
        ready = []
        keys = keys.compactMapValues { $0.blocks > 0 ? KeyLine(blocks: $0.blocks) : nil }
        settledCount = 0
        retryCount = 0
        ahead = settled
        next = position
        for slot in retries { admit(retry: slot.position, keyHash: slot.keyHash, now: now) }
    }

    // MARK: Slots

    func keyHash(of position: UInt64) -> UInt64 { index(of: position).map { slots[$0].keyHash } ?? 0 }

    /// Where a message is; nil: not looked at yet.
    func place(of position: UInt64) -> Place? { index(of: position).map { slots[$0].place } }

    /// What a message is that was out.
    func label(of position: UInt64) -> (type: UInt16, isExercise: Bool)? { index(of: position).map { (slots[$0].type, slots[$0].isExercise) } }

    /// How many slots are in a place.
    func count(_ place: Place) -> Int { slots.count { $0.place == place } }

    /// The first message that is not settled, and when the gateway received it where it was out; nil: none was looked at.
    var firstOpen: (position: UInt64, recordedAt: Int64)? { slots.first { $0.place != .settled }.map { ($0.position, $0.recordedAt) } }

    /// Whether something that was looked at is not out and not settled.
    var hasUndelivered: Bool { slots.contains { $0.place != .out && $0.place != .settled } }

    func index(of position: UInt64) -> Int? {
        let index = lowerBound(position)
        return index < slots.count && slots[index].position == position ? index : nil
    }

    func lowerBound(_ position: UInt64) -> Int {
        // Most answers are about the first.
        if let first = slots.first, position <= first.position { return 0 }
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Settles a slot wherever it is. Its place in the row stays until ``trim()``.
    mutating func settle(_ index: Int) {
        let slot = slots[index]
        slots[index].place = .settled
        settledCount += 1
        if slot.isUnstored {
            slots[index].isUnstored = false
            unstoredCount -= 1
        }
        if slot.failures > 0 {
            failures[slot.position] = nil
            if !slot.isRetry { effects.append(.recovered(slot.position)) }
        }
        if slot.isRetry { effects.append(.retrySettled(slot.position)) }
        if rules.kind == .keyed { leave(slot.position, slot.keyHash) }
    }

    /// Lets settled slots go at the front.
    mutating func trim() {
        while let first = slots.first, first.place == .settled {
            settledCount -= 1
            if first.isRetry { retryCount -= 1 }
            slots.removeFirst()
        }
        forgetAhead()
    }

    mutating func makeReady(_ index: Int) {
        slots[index].place = .ready
        slots[index].due = .max
        ready.insert(slots[index].position)
    }

    /// A dead letter is to be tried again in its place: where the consumer has not come to that, after what lies before it was looked at. (It would
    /// overtake its key, and what lies between would count as settled with it.)
    mutating func admit(retry position: UInt64, keyHash: UInt64, now: Moment) {
        guard position >= next else { return insertRetry(position, keyHash: keyHash, now: now) }
        ahead.insert(position...position)
        restored.insert((position, keyHash), at: restored.firstIndex { $0.position > position } ?? restored.count)
    }

    private mutating func insertRetry(_ position: UInt64, keyHash: UInt64, now: Moment) {
        var slot = Slot(position: position, keyHash: keyHash)
        slot.isRetry = true
        slot.hasBeenOut = true
        remember(&slot, now: now)
        if rules.kind == .keyed, !join(position, keyHash) { slot.place = .parked }
        retryCount += 1
        insert(slot)
        if slot.place == .ready { ready.insert(position) }
    }
}
