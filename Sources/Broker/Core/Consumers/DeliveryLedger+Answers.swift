import DequeModule
import Wire

extension DeliveryLedger {
    /// Settles what a member has dealt with.
    ///
    /// - Parameter late: Gets the ranges whose lease is over: those messages are not the member's any more.
    /// - Returns: How many messages this settled.
    mutating func acknowledge(_ range: LeaseRange, by id: UInt32, late: inout [LeaseRange]) -> Int {
        guard let member = memberIndex(id) else { return 0 }
        guard holds(range.lease, id) else {
            late.append(range)
            return 0
        }
        members[member].hasAnswered = true
        var count = 0
        var index = lowerBound(range.first)
        while index < slots.count, slots[index].position <= range.last {
            if isOut(index, id, range.lease) {
                release(index, member)
                settle(index)
                count += 1
            } else if range.lease > 0, slots[index].lostLease == range.lease, slots[index].place != .settled {
                late.append(LeaseRange(slots[index].position...slots[index].position, lease: range.lease))
            }
            index += 1
        }
        trim()
        return count
    }

    /// Notes what a member is at.
    mutating func begin(_ range: LeaseRange, by id: UInt32) {
        guard let member = memberIndex(id), holds(range.lease, id) else { return }
        members[member].tellsBegun = true
        members[member].hasAnswered = true
        var index = lowerBound(range.first)
        while index < slots.count, slots[index].position <= range.last {
            if isOut(index, id, range.lease) { slots[index].isBegun = true }
            index += 1
        }
    }

    /// Any other answer to one message.
    mutating func answer(_ answer: MessageAnswer, by id: UInt32, now: Moment, late: inout [LeaseRange]) {
        guard let member = memberIndex(id) else { return }
        guard holds(answer.lease, id), let index = index(of: answer.position), isOut(index, id, answer.lease) else {
            late.append(LeaseRange(answer.position...answer.position, lease: answer.lease))
            return
        }
        members[member].hasAnswered = true
        switch answer.kind {
        case .nak:
            release(index, member)
            let delay = Int64(min(answer.delayMs, ConsumerRules.delayMilliseconds)) * 1_000
            fail(index, .nak, reason: answer.reason, delay: delay, now: now)
        case .terminate:
            release(index, member)
            fail(index, .terminated, reason: answer.reason, delay: 0, now: now)
        case .release:
            release(index, member)
            makeReady(index)
            giveWay(index)
        case .progress:
            slots[index].isBegun = true
            members[member].tellsBegun = true
            if rules.isLeased {
                slots[index].due = now.monotonic + rules.lease
                timersDueAt = min(timersDueAt, slots[index].due)
            }
        case .unspecified, .UNRECOGNIZED: break
        }
    }

    /// An attempt failed: again later, or to the dead letters.
    ///
    /// - Parameter delay: What the member asks for at least; 0: what the rules say.
    mutating func fail(_ index: Int, _ cause: FailureCause, reason: String, delay: Int64, now: Moment) {
        let position = slots[index].position
        var record = failures[position] ?? Failures()
        record.add(Failures.Attempt(at: now.wall, cause: cause, reason: reason))
        slots[index].failures = record.count
        if cause == .terminated || (rules.attemptsMax > 0 && record.count >= rules.attemptsMax) {
            slots[index].place = .dying
            failures[position] = record
            effects.append(.dying(position, record))
            return
        }
        // An exclusive consumer that was cut off goes on where it was, in order; whatever else failed waits.
        let isInOrder = cause == .sessionLost && !rules.isShared
        let wait = isInOrder ? 0 : delay > 0 ? max(delay, ConsumerRules.backoffFloor) : rules.wait(afterFailures: record.count, of: position)
        record.until = wait > 0 ? now.wall + wait : 0
        failures[position] = record
        slots[index].place = .waiting
        slots[index].due = now.monotonic + wait
        if !slots[index].isUnstored { unstoredCount += 1 }
        slots[index].isUnstored = true
        timersDueAt = min(timersDueAt, slots[index].due)
        effects.append(.failed(position, record))
        giveWay(index)
    }

    private func isOut(_ index: Int, _ member: UInt32, _ lease: UInt64) -> Bool {
        slots[index].place == .out && slots[index].member == member && (lease == 0 || slots[index].lease == lease)
    }

    /// Whether a lease is this member's and not over; 0 stands for any.
    private func holds(_ lease: UInt64, _ member: UInt32) -> Bool { lease == 0 || leases[lease]?.member == member }
}
