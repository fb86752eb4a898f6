import Contracts
import Wire

extension BrokerCore {
    /// A principal's buckets.
    struct Rates {
        let quota: Quota
        var messages: TokenBucket?
        var bytes: TokenBucket?

        init(_ quota: Quota, now: Int64) {
            self.quota = quota
            messages = quota.messagesPerSecond.map { TokenBucket(perSecond: $0, now: now) }
            bytes = quota.bytesPerSecond.map { TokenBucket(perSecond: $0, now: now) }
        }
    }

    /// Whether a principal may publish a frame now.
    ///
    /// - Returns: Nil where it may; else how many milliseconds to wait.
    func overQuota(_ principal: Principal, messages: Int, bytes: Int, lane: Lane, now: Moment) -> UInt32? {
        guard principal.quota.messagesPerSecond != nil || principal.quota.bytesPerSecond != nil else { return nil }
        var mine = rates[principal.name].flatMap { $0.quota == principal.quota ? $0 : nil } ?? Rates(principal.quota, now: now.monotonic)
        defer { rates[principal.name] = mine }
        let isUrgent = lane == .emergency
        if let wait = mine.messages?.take(messages, isUrgent: isUrgent, now: now.monotonic) { return wait }
        if let wait = mine.bytes?.take(bytes, isUrgent: isUrgent, now: now.monotonic) {
            mine.messages?.giveBack(messages)
            return wait
        }
        return nil
    }

    /// Messages of one client that may be on their way.
    func unconfirmedMax(_ principal: Principal) -> Int { min(limits.unconfirmedMax, principal.quota.unconfirmed ?? .max) }

    func sessionsMax(_ principal: Principal) -> Int { min(limits.sessionsPerPrincipalMax, principal.quota.sessions ?? .max) }

    /// Refuses every message of a frame until later: nothing is used up, and the client sends them again.
    func refuseAsBusy(_ payload: UnsafeRawBufferPointer, _ session: Session, expected: String, retryAfter: UInt32) {
        var answers = ImmediateAnswers()
        var reader = PublishReader(payload)
        while let message = reader.next() {
            // Said once a frame: an answer must not be larger than its question.
            answers.refuse(message.sequence, .busy, expected: answers.isEmpty ? expected : "", retryAfter: retryAfter)
        }
        guard !answers.isEmpty else { return }
        counters.refused &+= UInt64(answers.count)
        counters.refusals[ErrorCode.busy.rawValue, default: 0] += UInt64(answers.count)
        send(answers.frame(), to: session.connection)
    }
}
