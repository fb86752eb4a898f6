import Contracts
import Journal

extension BrokerCore {
    /// Messages that one tick looks at for one consumer that nobody reads.
    private static let looksMax = 10_000

    /// Looks how far behind each durable consumer is, and names those that are slow.
    func measureLag(now: Moment) {
        for consumer in consumers.values.sorted(by: { ($0.principal, $0.name) < ($1.principal, $1.name) }) where consumer.id != nil {
            if consumer.subscriptions.isEmpty { passOverUnwanted(consumer, now) }
            note(waitingSince(of: consumer), consumer, now)
        }
    }

    private func note(_ first: (position: UInt64, recordedAt: Int64)?, _ consumer: ConsumerState, _ now: Moment) {
        if let first {
            // What is not known now was perhaps known before.
            if first.recordedAt > 0 || first.position != consumer.lag.position {
                consumer.lag.waitingSince = first.recordedAt > 0 ? first.recordedAt : nil
                consumer.lag.position = first.position
            }
        } else {
            consumer.lag.waitingSince = nil
        }
        let seconds = consumer.lag.waitingSince.map { (now.wall - $0) / 1_000_000 } ?? 0
        let isSlow = seconds > Int64(consumer.lane == .emergency ? limits.slowSecondsOfEmergency : limits.slowSeconds)
        guard isSlow != consumer.lag.isSlow else { return }
        consumer.lag.isSlow = isSlow
        report(
            isSlow
                ? .consumerSlow(principal: consumer.principal, consumer: consumer.name, messages: lag(of: consumer), seconds: seconds)
                : .consumerCaughtUp(principal: consumer.principal, consumer: consumer.name)
        )
    }

    /// The first message that it waits for, and when that was received (0: not known); nil: it waits for none.
    private func waitingSince(of consumer: ConsumerState) -> (position: UInt64, recordedAt: Int64)? {
        if let open = consumer.ledger.firstOpen {
            return (open.position, open.recordedAt > 0 ? open.recordedAt : recordedAt(open.position) ?? 0)
        }
        guard consumer.ledger.next <= lastPosition else { return nil }
        let next = consumer.ledger.next
        let page = consumer.page.flatMap { consumer.pageIndex < $0.segment.entries.count ? $0.segment.entries[consumer.pageIndex].recordedAt : nil }
        return (next, page ?? recordedAt(next) ?? 0)
    }

    private func recordedAt(_ position: UInt64) -> Int64? {
        tail.segment(holding: position).map { $0.segment.entries[Int(position - $0.first)].recordedAt }
    }

    // MARK: Consumers that nobody reads

    /// A consumer that nobody reads is not behind because of messages that it does not want: its position moves over them.
    private func passOverUnwanted(_ consumer: ConsumerState, _ now: Moment) {
        guard consumer.ledger.firstOpen == nil, !consumer.lag.isLooking, let reader = knowWanted(consumer) else { return }
        var looks = Self.looksMax
        while looks > 0, consumer.ledger.next <= lastPosition, let cached = tail.segment(holding: consumer.ledger.next) {
            guard cached.types.intersects(consumer.wantedMask) else {
                looks -= 1
                consumer.ledger.skip(to: cached.last + 1, now: now)
                continue
            }
            let entries = cached.segment.entries[Int(consumer.ledger.next - cached.first)...].prefix(looks)
            looks -= entries.count
            guard let wanted = first(of: entries, in: cached.segment, consumer, reader) else {
                consumer.ledger.skip(to: cached.first + UInt64(entries.endIndex), now: now)
                continue
            }
            consumer.ledger.skip(to: wanted.position, now: now)
            break
        }
        if consumer.position > consumer.storedPosition + 8_192 { markDirty(consumer) }
        let isOld = consumer.ledger.next <= lastPosition && tail.segment(holding: consumer.ledger.next) == nil
        if isOld, consumer.lag.position != consumer.ledger.next || consumer.lag.waitingSince == nil { look(consumer) }
    }

    /// What is older than the tail cache is looked for in the journal, when nobody live waits for that.
    private func look(_ consumer: ConsumerState) {
        consumer.lag.isLooking = true
        let through = tail.first.map { $0 - 1 } ?? lastPosition
        request(
            .page(from: consumer.ledger.next, through: through, types: .only(consumer.wantedIDs), key: nil),
            for: .lag(consumer, generation: consumer.generation)
        )
    }

    /// A page was read for a consumer that nobody reads.
    func looked(_ consumer: ConsumerState, _ generation: UInt64, _ page: JournalPage, _ now: Moment) {
        consumer.lag.isLooking = false
        guard consumer.generation == generation, consumer.id != nil, consumer.subscriptions.isEmpty, consumer.ledger.firstOpen == nil,
            let reader = knowWanted(consumer)
        else { return }
        if let wanted = first(of: page.segment.entries[...], in: page.segment, consumer, reader) {
            guard wanted.position >= consumer.ledger.next else { return }
            consumer.ledger.skip(to: wanted.position, now: now)
            note((wanted.position, wanted.recordedAt), consumer, now)
        } else if page.next > consumer.ledger.next {
            consumer.ledger.skip(to: page.next, now: now)
            if consumer.ledger.next <= lastPosition, tail.segment(holding: consumer.ledger.next) == nil { look(consumer) }
        }
    }

    /// The first message that a consumer wants, is entitled to and has not settled.
    private func first(
        of entries: ArraySlice<MessageEntry>,
        in segment: MessageSegment,
        _ consumer: ConsumerState,
        _ reader: ConsumerState.Reader
    ) -> MessageEntry? {
        segment.bytes.withUnsafeBytes { bytes in
            entries.first { entry in
                guard consumer.wants(entry.type), !consumer.ledger.ahead.contains(entry.position), let type = types[Int(entry.type)] else {
                    return false
                }
                return reader.isEntitled(to: type, bytes.slice(entry.body))
            }
        }
    }

    /// What a consumer wants that nobody has read since the gateway started; nil: its principal is gone, or may read none of it.
    func knowWanted(_ consumer: ConsumerState) -> ConsumerState.Reader? {
        guard let principal = directory.principal(named: consumer.principal), !principal.isRevoked else { return nil }
        if consumer.wantedIDs.isEmpty {
            guard let readable = try? readableTypes(consumer.filter, principal) else { return nil }
            want(readable, consumer)
        }
        return ConsumerState.Reader(principal)
    }
}
