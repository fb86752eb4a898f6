import DequeModule
import HeapModule

extension DeliveryLedger {
    /// Ends leases that are over, and makes ready what has waited long enough.
    mutating func timersFired(now: Moment) {
        guard now.monotonic >= timersDueAt else { return }
        timersDueAt = .max
        var expired: [UInt32: [Int]] = [:]
        for index in slots.indices {
            let slot = slots[index]
            switch slot.place {
            case .out where slot.due <= now.monotonic: expired[slot.member, default: []].append(index)
            case .waiting where slot.due <= now.monotonic:
                // One whose failure is not on disk yet goes on when it is: see stored(_:).
                if !slot.isUnstored { makeReady(index) }
            case .out, .waiting: timersDueAt = min(timersDueAt, slot.due)
            case .ready, .parked, .dying, .settled: break
            }
        }
        for (id, indices) in expired.sorted(by: { $0.key < $1.key }) {
            guard let member = memberIndex(id) else { continue }
            members[member].lapsedAt = now.monotonic
            takeBack(indices, member, cause: .leaseExpired, now: now)
        }
    }

    // MARK: What the journal did

    /// A failure is on disk: its message may go out again.
    mutating func stored(failureOf position: UInt64, now: Moment) {
        guard let index = index(of: position), slots[index].isUnstored else { return }
        slots[index].isUnstored = false
        unstoredCount -= 1
        guard slots[index].place == .waiting else { return }
        if slots[index].due <= now.monotonic { makeReady(index) }
    }

    /// A dead letter is on disk: its message is settled here, and its key goes on or is held back.
    mutating func buried(_ position: UInt64) {
        guard let index = index(of: position), slots[index].place == .dying else { return }
        let slot = slots[index]
        failures[position] = nil
        slots[index].failures = 0
        slots[index].isRetry = false
        if slot.isRetry { retryCount -= 1 }
        if rules.blocksKey { block(slot.keyHash) }
        settle(index)
        trim()
    }

    /// A dead letter is tried again: it is unsettled once more, at its old place, with no failures.
    mutating func retry(_ position: UInt64, keyHash: UInt64, wasBlocking: Bool, now: Moment) {
        guard index(of: position).map({ slots[$0].place == .settled }) ?? true else { return }
        if let index = index(of: position) {
            // Not trimmed yet.
            slots.remove(at: index)
            settledCount -= 1
            ahead.insert(position...position)
        }
        admit(retry: position, keyHash: keyHash, now: now)
        if wasBlocking { unblock(keyHash) }
    }

    /// A dead letter is thrown away.
    mutating func discard(keyHash: UInt64, wasBlocking: Bool) {
        if wasBlocking { unblock(keyHash) }
    }

    /// Dead letters of before the gateway started.
    mutating func restore(deadLetterAt position: UInt64, keyHash: UInt64, isBlocking: Bool, isRetrying: Bool, now: Moment) {
        if isRetrying {
            admit(retry: position, keyHash: keyHash, now: now)
        } else {
            if position >= next { ahead.insert(position...position) }
            if isBlocking { block(keyHash) }
        }
    }

    private mutating func restoreRetry(_ position: UInt64, keyHash: UInt64) {
        restored.insert((position, keyHash), at: restored.firstIndex { $0.position > position } ?? restored.count)
    }
}
