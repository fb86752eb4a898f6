import Contracts
package import Journal

extension BrokerCore {
    private static let day: Int64 = 86_400_000_000

    /// What the journal is to let go of now; nil: nothing, or it is busy with an earlier step. Answered by ``removed(_:now:)`` or
    /// ``removalFailed(_:now:)``.
    package func takeRetention(now: Moment) -> RetentionStep? {
        guard retention.step == nil, now.monotonic >= retention.dueAt, !isStopping else { return nil }
        for _ in 0..<(2 * retention.kept.count) {
            if let step = retention.isHard ? hardStep(now) : softStep(now) {
                retention.step = step
                return step
            }
            retention.advance(now: now.monotonic)
            guard now.monotonic >= retention.dueAt else { return nil }
        }
        return nil
    }

    /// When ``takeRetention(now:)`` is to be called; nil: not before an answer.
    package var retentionDueAt: Int64? { retention.step == nil ? retention.dueAt : nil }

    /// What may go since nobody waits for it.
    private func softStep(_ now: Moment) -> RetentionStep? {
        let (kept, rule) = (retention.kept[retention.turn], retention.rules[retention.turn])
        let isOver = rule.count.map { kept.count > UInt64($0) } ?? false || rule.bytes.map { kept.bytes > UInt64($0) } ?? false
        guard kept.count > 0, rule.ageDays != nil || isOver else { return nil }
        let through = unneeded(kept.type)
        guard through > 0 else { return nil }
        return RetentionStep(
            type: kept.type,
            through: through,
            olderThan: rule.ageDays.map { now.wall - Int64($0) * Self.day } ?? .min,
            countMax: rule.count.map(UInt64.init) ?? .max,
            bytesMax: rule.bytes.map(UInt64.init) ?? .max
        )
    }

    /// What goes whoever waits for it.
    private func hardStep(_ now: Moment) -> RetentionStep? {
        let (kept, rule) = (retention.kept[retention.turn], retention.rules[retention.turn])
        let excess = excess(of: kept)
        guard kept.count > 0, rule.hardAgeDays != nil || excess > 0 else { return nil }
        return RetentionStep(
            type: kept.type,
            through: lastPosition,
            olderThan: rule.hardAgeDays.map { now.wall - Int64($0) * Self.day } ?? .min,
            bytesMax: excess > 0 ? kept.bytes - min(kept.bytes, excess) : .max
        )
    }

    /// How much of a type has to go so that the whole is within its bound: of the least urgent lane first, and of its largest type.
    private func excess(of kept: KeptMessages) -> UInt64 {
        guard let bytesMax = retention.bytesMax, retention.bytes > bytesMax else { return 0 }
        let rank = { (kept: KeptMessages) in (self.types[Int(kept.type)]?.lane.rawValue ?? Lane.bulk.rawValue, kept.bytes) }
        let first = retention.kept.filter { $0.count > 0 }.max { rank($0) < rank($1) }
        return first?.type == kept.type ? retention.bytes - bytesMax : 0
    }

    /// The last position of a type that no durable consumer needs any more.
    private func unneeded(_ type: UInt16) -> UInt64 {
        let name = String(decoding: typeNames[Int(type)], as: UTF8.self)
        var through = lastPosition
        for consumer in consumers.values where consumer.id != nil && mayWant(consumer, type, name) {
            through = min(through, consumer.storedPosition - min(consumer.storedPosition, 1))
        }
        return through
    }

    /// One whose principal is shut out at this moment may come back: its filter counts.
    func mayWant(_ consumer: ConsumerState, _ type: UInt16, _ name: String) -> Bool {
        if knowWanted(consumer) != nil { return consumer.wants(type) }
        return (try? TypeFilter(validating: consumer.filter))?.matches(name) ?? true
    }

    // MARK: The journal's answer

    package func removed(_ outcome: RetentionOutcome, now: Moment) {
        guard let step = retention.step else { preconditionFailure("an answer to no step") }
        retention.step = nil
        retention.kept[Int(step.type)] = outcome.kept
        if !outcome.removed.isEmpty {
            retention.hasRemoved = true
            retention.dueAt = now.monotonic + RetentionState.pause
            if retention.isHard { tellExpired(outcome.removed, step.type) }
        } else if outcome.isMore {
            retention.dueAt = now.monotonic + RetentionState.pause
        }
        if !outcome.isMore { retention.advance(now: now.monotonic) }
    }

    /// It is tried again later: nothing is lost by keeping too much.
    package func removalFailed(_ error: JournalError, now: Moment) {
        retention.step = nil
        retention.dueAt = now.monotonic + RetentionState.rest
        report(.removalFailed(code: error.code.rawValue))
    }

    private func tellExpired(_ positions: [UInt64], _ type: UInt16) {
        let name = String(decoding: typeNames[Int(type)], as: UTF8.self)
        for consumer in consumers.values.sorted(by: { ($0.principal, $0.name) < ($1.principal, $1.name) }) {
            guard consumer.id != nil, mayWant(consumer, type, name) else { continue }
            let (position, ahead) = (consumer.position, consumer.ledger.settledAhead)
            let expired = positions.filter { $0 >= position && !ahead.contains($0) && consumer.dead[$0] == nil }
            guard !expired.isEmpty else { continue }
            for position in expired { consumer.ledger.expire(position) }
            takeEffects(of: consumer)
            markDirty(consumer)
            consumer.expired &+= UInt64(expired.count)
            report(.expired(principal: consumer.principal, consumer: consumer.name, type: name, count: expired.count))
        }
    }
}
