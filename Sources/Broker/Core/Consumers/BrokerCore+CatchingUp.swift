import Contracts

/// A consumer that was away reads as fast as the disk and its agency allow. Beside others that read what is new it does so in small shares:
/// otherwise a new message waits in every queue, from the gateway's own to the agency's, behind thousands of old ones.
extension BrokerCore {
    /// A batch of messages is on disk: does anybody read it at once?
    func noteLive(_ now: Moment) {
        guard active.contains(where: { $0.ledger.next > lastPosition && !$0.isPaused }) else { return }
        lastLiveAt = now.monotonic
    }

    /// Whether a consumer that begins to be read has more to catch up with than one turn's worth.
    func isFarBehind(_ consumer: ConsumerState) -> Bool { consumer.ledger.next + UInt64(limits.deliverMessagesPerTurnMax) <= lastPosition }

    /// Messages that it may have in this turn.
    func budget(of consumer: ConsumerState, _ now: Moment) -> Int {
        // What is urgent is not held back.
        guard consumer.lane != .emergency else { return .max }
        consumer.catchUp?.look(lag: lastPosition + 1 - min(consumer.ledger.next, lastPosition + 1), now: now.monotonic)
        guard let nextShareAt = paced(consumer, now) else { return limits.deliverMessagesPerTurnMax }
        guard hasRoom(consumer) || now.monotonic >= nextShareAt else { return 0 }
        consumer.catchUp?.nextShareAt = now.monotonic + Int64(limits.catchUpPauseMicroseconds)
        return share(of: limits.catchUpMessagesPerTurnMax)
    }

    /// Whether it has answered enough of what it was given.
    private func hasRoom(_ consumer: ConsumerState) -> Bool { consumer.ledger.outCount < share(of: limits.catchUpOutMax) }

    /// What one of those that catch up may have where all of them together may have so much: what they leave to others depends on all of them.
    private func share(of total: Int) -> Int { max(min(total, Self.catchUpShareMin), total / max(1, catchingUpCount)) }

    /// Fewer are not worth a frame.
    private static var catchUpShareMin: Int { 16 }

    /// Whether it leaves room for others, and then when its next share is due.
    private func paced(_ consumer: ConsumerState, _ now: Moment) -> Int64? {
        guard let catchUp = consumer.catchUp, catchUp.isGaining, now.monotonic - lastLiveAt < Int64(limits.liveMicroseconds) else { return nil }
        return catchUp.nextShareAt
    }

    /// It has had its share, and there is more.
    func putOff(_ consumer: ConsumerState, _ now: Moment) {
        guard let nextShareAt = paced(consumer, now), !hasRoom(consumer) else { return queue(consumer) }
        // Its answers bring it back sooner; but an agency may answer a thousand at once, and has the credit for them.
        if !paused.contains(where: { $0 === consumer }) { paused.append(consumer) }
        pausedUntil = min(pausedUntil, nextShareAt)
    }

    func endPauses(_ now: Moment) {
        guard now.monotonic >= pausedUntil else { return }
        pausedUntil = .max
        let waiting = paused
        paused.removeAll(keepingCapacity: true)
        for consumer in waiting {
            if let nextShareAt = paced(consumer, now), now.monotonic < nextShareAt {
                paused.append(consumer)
                pausedUntil = min(pausedUntil, nextShareAt)
            } else {
                queue(consumer)
            }
        }
    }
}

extension [ConsumerState] {
    /// Those that read what is new, then those that catch up; each in their order.
    var liveFirst: [ConsumerState] { contains(where: \.isCatchingUp) ? filter { !$0.isCatchingUp } + filter(\.isCatchingUp) : self }
}
