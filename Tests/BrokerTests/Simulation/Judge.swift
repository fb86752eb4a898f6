import Journal
import Wire

@testable import Broker

/// The plain reference: from frames in and out, commits and what the journal holds it knows what may happen, and says what happened against it.
final class Judge {
    let consumers: [JudgedConsumer]
    /// The first thing that was wrong.
    private(set) var violation: String?
    /// Positions that an answer named too late, and must be told so.
    private var mustRefuse: [UInt64] = []
    /// Positions that an answer settled or changed: nobody may say that it came too late.
    private var taken: [UInt64] = []
    private var lastSequences: [UInt32: UInt64] = [:]
    private(set) var deliveredCount = 0

    init(_ consumers: [JudgedConsumer]) { self.consumers = consumers }

    func find(_ text: @autoclosure () -> String) { if violation == nil { violation = text() } }

    // MARK: Agents

    func activated(_ agent: Int, _ consumer: JudgedConsumer) {
        consumer.members[agent - consumer.agents.lowerBound] = JudgedConsumer.Member(isActive: true)
    }

    /// A subscription is over.
    ///
    /// - Parameter cause: Nil where it ended in good order: then nothing is charged.
    func detached(_ agent: Int, _ consumer: JudgedConsumer, _ cause: FailureCause?, _ now: Moment) {
        let member = agent - consumer.agents.lowerBound
        guard consumer.members[member].isActive else { return }
        takeBack(consumer.members[member].out, member, consumer, cause, now)
        consumer.members[member] = JudgedConsumer.Member()
    }

    /// Leases that are over end.
    func expire(_ now: Moment) {
        for consumer in consumers where consumer.lease > 0 {
            for member in consumer.members.indices where !consumer.members[member].out.isEmpty {
                let expired = consumer.members[member].out.filter { position in
                    consumer.index(of: position).map { consumer.messages[$0].deadline <= now.monotonic } ?? false
                }
                if !expired.isEmpty { takeBack(expired, member, consumer, .leaseExpired, now) }
            }
        }
    }

    private func takeBack(_ positions: [UInt64], _ member: Int, _ consumer: JudgedConsumer, _ cause: FailureCause?, _ now: Moment) {
        let indices = positions.compactMap(consumer.index)
        var charged: [Int] = []
        if cause != nil {
            charged = indices.filter { consumer.messages[$0].isBegun }
            let knows = consumer.members[member].tellsBegun
            if charged.isEmpty, !knows, consumer.members[member].hasAnswered {
                charged =
                    indices.min {
                        (consumer.messages[$0].lease, consumer.messages[$0].position) < (consumer.messages[$1].lease, consumer.messages[$1].position)
                    }.map { [$0] } ?? []
            }
        }
        for index in indices {
            consumer.release(index)
            if let cause, charged.contains(index) {
                fail(index, consumer, cause, reason: "", delay: 0, now)
            } else {
                giveBack(index, consumer)
            }
        }
    }

    private func giveBack(_ index: Int, _ consumer: JudgedConsumer) {
        consumer.messages[index].state = .due
        consumer.messages[index].notBefore = 0
    }

    private func fail(_ index: Int, _ consumer: JudgedConsumer, _ cause: FailureCause, reason: String, delay: Int64, _ now: Moment) {
        consumer.messages[index].failures += 1
        consumer.messages[index].isUnstored = true
        consumer.messages[index].lastCause = cause
        consumer.messages[index].lastReason = reason
        let failures = consumer.messages[index].failures
        if cause == .terminated || (consumer.settings.attemptsMax > 0 && failures >= consumer.settings.attemptsMax) {
            consumer.messages[index].state = .dying
            return
        }
        consumer.messages[index].state = .due
        let goesOn = cause == .sessionLost && consumer.isExclusive
        let wait = goesOn ? 0 : delay > 0 ? max(delay, 100_000) : consumer.wait(afterFailures: failures)
        consumer.messages[index].notBefore = now.monotonic + wait
        consumer.messages[index].notBeforeWall = wait > 0 ? now.wall + wait : 0
    }

    // MARK: Answers

    /// An answer reached the gateway over the agent's session.
    func answered(_ agent: Int, _ consumer: JudgedConsumer, _ answer: SimulatedAnswer, _ now: Moment) {
        let member = agent - consumer.agents.lowerBound
        guard consumer.members[member].isActive else { return }
        for range in answer.ranges {
            switch answer.kind {
            case .acknowledge: acknowledge(range, agent, member, consumer)
            case .begin: begin(range, agent, member, consumer)
            case .nak, .progress, .terminate, .release: other(answer, range, agent, member, consumer, now)
            }
        }
    }

    private func isOut(_ index: Int, _ consumer: JudgedConsumer, _ agent: Int, _ lease: UInt64) -> Bool {
        let message = consumer.messages[index]
        return message.state == .out && message.agent == agent && (lease == 0 || message.lease == lease)
    }

    private func acknowledge(_ range: LeaseRange, _ agent: Int, _ member: Int, _ consumer: JudgedConsumer) {
        guard consumer.holds(range.lease, agent) else {
            if range.first == range.last, let index = consumer.index(of: range.first), !consumer.messages[index].isOver {
                mustRefuse.append(range.first)
            }
            return
        }
        consumer.members[member].hasAnswered = true
        var index = consumer.lowerBound(range.first)
        while index < consumer.messages.count, consumer.messages[index].position <= range.last {
            if isOut(index, consumer, agent, range.lease) {
                taken.append(consumer.messages[index].position)
                consumer.release(index)
                consumer.settle(index)
            } else if range.lease > 0, consumer.messages[index].lease == range.lease, !consumer.messages[index].isOver {
                mustRefuse.append(consumer.messages[index].position)
            }
            index += 1
        }
    }

    private func begin(_ range: LeaseRange, _ agent: Int, _ member: Int, _ consumer: JudgedConsumer) {
        guard consumer.holds(range.lease, agent) else { return }
        consumer.members[member].tellsBegun = true
        consumer.members[member].hasAnswered = true
        var index = consumer.lowerBound(range.first)
        while index < consumer.messages.count, consumer.messages[index].position <= range.last {
            if isOut(index, consumer, agent, range.lease) { consumer.messages[index].isBegun = true }
            index += 1
        }
    }

    private func other(
        _ answer: SimulatedAnswer,
        _ range: LeaseRange,
        _ agent: Int,
        _ member: Int,
        _ consumer: JudgedConsumer,
        _ now: Moment
    ) {
        guard let index = consumer.index(of: range.first), isOut(index, consumer, agent, range.lease) else {
            return mustRefuse.append(range.first)
        }
        taken.append(range.first)
        consumer.members[member].hasAnswered = true
        switch answer.kind {
        case .nak:
            consumer.release(index)
            fail(index, consumer, .nak, reason: answer.reason, delay: Int64(answer.delay) * 1_000, now)
        case .terminate:
            consumer.release(index)
            fail(index, consumer, .terminated, reason: answer.reason, delay: 0, now)
        case .release:
            consumer.release(index)
            giveBack(index, consumer)
        case .progress:
            consumer.members[member].tellsBegun = true
            consumer.messages[index].isBegun = true
            if consumer.lease > 0 { consumer.messages[index].deadline = now.monotonic + consumer.lease }
        case .acknowledge, .begin: break
        }
    }

    /// What the gateway said of the last answer: everything that came too late is told, and nothing else that it took.
    func refused(_ ranges: [AckRange]) {
        for position in taken where ranges.contains(where: { ($0.first...$0.last).contains(position) }) {
            find("the answer to \(position) was taken, and refused as too late")
        }
        for position in mustRefuse where !ranges.contains(where: { ($0.first...$0.last).contains(position) }) {
            find("the answer to \(position) came too late, and nobody was told")
        }
        mustRefuse.removeAll(keepingCapacity: true)
        taken.removeAll(keepingCapacity: true)
    }

    // MARK: Deliveries

    func delivered(_ agent: Int, _ consumer: JudgedConsumer, lease: UInt64, _ parts: DeliveredParts, credit: Int, _ now: Moment) {
        deliveredCount += 1
        let member = agent - consumer.agents.lowerBound
        let position = parts.position
        let name = "\(consumer.name): \(position)"
        guard consumer.members[member].isActive else { return find("\(name) goes to an agent that does not subscribe") }
        guard !consumer.isPaused else { return find("\(name) goes out though the consumer is paused") }
        guard let index = consumer.index(of: position) else { return find("\(name) is not for this consumer, or not in the journal") }
        let message = consumer.messages[index]
        if let wrong = wrong(message, consumer, lease, parts, now) { return find("\(name) \(wrong)") }
        let out = consumer.members[member].out.count
        guard out == 0 || out < credit else { return find("\(name) goes out over the credit of \(credit)") }
        if lease > 0, consumer.agents.contains(where: { $0 != agent && consumer.holds(lease, $0) }) {
            return find("\(name) goes out under another agent's lease")
        }
        consumer.messages[index].state = .out
        consumer.messages[index].agent = agent
        consumer.messages[index].lease = lease
        consumer.messages[index].deadline = consumer.lease > 0 ? now.monotonic + consumer.lease : .max
        consumer.messages[index].isBegun = false
        consumer.messages[index].bytes = parts.body.count
        consumer.messages[index].hasBeenOut = true
        consumer.members[member].out.append(position)
        consumer.members[member].bytes += parts.body.count
    }

    private func wrong(_ message: JudgedMessage, _ consumer: JudgedConsumer, _ lease: UInt64, _ parts: DeliveredParts, _ now: Moment) -> String? {
        switch message.state {
        case .due: break
        case .out: return "goes out while it is with agent \(message.agent) under a lease"
        case .settled: return "goes out again after its acknowledgement took effect"
        case .dying: return "goes out though it failed for good"
        case .dead: return "goes out though it is among the dead letters"
        }
        if (lease > 0) != (consumer.lease > 0) { return "goes out with the wrong kind of lease" }
        if message.isUnstored { return "goes out before its failed attempt is on disk" }
        if message.notBefore > now.monotonic { return "goes out \(message.notBefore - now.monotonic) µs before its backoff is over" }
        if parts.attempt != message.failures + 1 { return "goes out as attempt \(parts.attempt) after \(message.failures) failures" }
        if message.hasBeenOut || message.failures > 0, !parts.isRedelivered { return "goes out again and does not say so" }
        if consumer.isKeyed {
            if consumer.blocks[message.key] > 0 { return "goes out while a dead letter holds its key back" }
            let line = consumer.lines[message.key]
            if let first = line.first, first < message.position { return "overtakes \(first) of its key" }
            if let other = line.first(where: { consumer.index(of: $0).map { consumer.messages[$0].state == .out } ?? false }) {
                return "goes out while \(other) of its key is out"
            }
        }
        if consumer.isExclusive, !message.hasBeenOut, message.failures == 0, !message.isRetry, let first = consumer.nextFirst(),
            first != message.position
        {
            return "comes before \(first), which was not delivered yet"
        }
        return nil
    }

    // MARK: The journal

    /// A batch is on disk.
    func stored(_ batch: JournalBatch, _ journal: ModelJournal, consumerIDs: [UInt32: JudgedConsumer], key: (MessageEntry, JudgedConsumer) -> Int?) {
        for entry in batch.messages?.entries ?? [] {
            if let last = lastSequences[entry.client], entry.clientSequence <= last { find("client \(entry.client) is stored out of order") }
            lastSequences[entry.client] = entry.clientSequence
            for consumer in consumers { consumer.append(entry.position, key: key(entry, consumer)) }
        }
        for record in batch.failures { stored(record, consumerIDs) }
        for record in batch.deadLetters { stored(record, journal, consumerIDs) }
        for letter in batch.retried { retried(letter, consumerIDs) }
        for letter in batch.resolved + batch.discarded { resolved(letter, consumerIDs) }
        for move in batch.positions {
            guard let consumer = consumerIDs[move.id] else { continue }
            checkSettled(consumer, from: consumer.storedPosition, to: move.position)
            consumer.storedPosition = move.position
            for range in move.ahead ?? [] { checkSettled(consumer, from: range.lowerBound, to: range.upperBound + 1) }
        }
    }

    private func stored(_ record: FailureRecord, _ consumerIDs: [UInt32: JudgedConsumer]) {
        guard let consumer = consumerIDs[record.letter.consumer], let index = consumer.index(of: record.letter.position) else {
            return find("a failure of no message is stored")
        }
        let message = consumer.messages[index]
        guard message.failures == record.count else {
            return find("\(consumer.name): \(message.position) is stored with \(record.count) failures, and \(message.failures) were charged")
        }
        if record.until < message.notBeforeWall { find("\(consumer.name): \(message.position)'s backoff is stored too short") }
        consumer.messages[index].isUnstored = false
    }

    private func stored(_ record: DeadLetterRecord, _ journal: ModelJournal, _ consumerIDs: [UInt32: JudgedConsumer]) {
        guard let consumer = consumerIDs[record.letter.consumer], let index = consumer.index(of: record.letter.position) else {
            return find("a dead letter of no message is stored")
        }
        let message = consumer.messages[index]
        let name = "\(consumer.name): \(message.position)"
        guard message.state == .dying else { return find("\(name) is among the dead letters, and did not fail for good") }
        let history = Failures(FailureRecord(letter: record.letter, count: record.attempts, until: 0, history: record.history)).history
        if record.attempts != message.failures || history.count != min(Int(message.failures), Failures.historyMax) {
            find("\(name) died with \(record.attempts) attempts and a history of \(history.count), and failed \(message.failures) times")
        }
        if history.last?.cause != message.lastCause || history.last?.reason != message.lastReason {
            find("\(name)'s history ends with another reason")
        }
        guard let letter = journal.letters.deadLetter(record.letter), letter.message == journal.message(at: message.position) else {
            return find("\(name)'s dead letter is not its message")
        }
        consumer.messages[index].state = .dead
        consumer.messages[index].failures = 0
        consumer.messages[index].isUnstored = false
        consumer.messages[index].isRetry = false
        consumer.leaveLine(message)
        if record.isBlocking != consumer.isBlocking { find("\(name)'s dead letter holds its key back, or does not, against the rules") }
        if record.isBlocking { consumer.blocks[message.key] += 1 }
    }

    private func retried(_ letter: Letter, _ consumerIDs: [UInt32: JudgedConsumer]) {
        guard let consumer = consumerIDs[letter.consumer], let index = consumer.index(of: letter.position) else { return }
        guard consumer.messages[index].state == .dead else { return find("\(letter.position) is tried again and is not dead") }
        consumer.messages[index].state = .due
        // Whoever ended its first life has answered: what is said under that lease is not about this one.
        consumer.messages[index].lease = 0
        consumer.messages[index].notBefore = 0
        consumer.messages[index].hasBeenOut = false
        consumer.messages[index].isRetry = true
        consumer.messages[index].isStoredSettled = false
        if consumer.isBlocking { consumer.blocks[consumer.messages[index].key] -= 1 }
        consumer.joinLine(consumer.messages[index])
    }

    private func resolved(_ letter: Letter, _ consumerIDs: [UInt32: JudgedConsumer]) {
        guard let consumer = consumerIDs[letter.consumer], let index = consumer.index(of: letter.position) else { return }
        switch consumer.messages[index].state {
        case .dead:
            consumer.messages[index].state = .settled
            if consumer.isBlocking { consumer.blocks[consumer.messages[index].key] -= 1 }
        case .settled: break
        case .due, .out, .dying: find("\(consumer.name): \(letter.position) is resolved and was not dealt with")
        }
    }

    /// Nothing counts as settled that was not acknowledged, thrown away or stored among the dead letters.
    private func checkSettled(_ consumer: JudgedConsumer, from: UInt64, to: UInt64) {
        var index = consumer.lowerBound(from)
        while index < consumer.messages.count, consumer.messages[index].position < to {
            let message = consumer.messages[index]
            if !message.isOver, !message.isRetry {
                find("\(consumer.name): \(message.position) counts as settled in the journal, and is lost")
            }
            if message.state == .settled { consumer.messages[index].isStoredSettled = true }
            index += 1
        }
    }

    // MARK: Crashes

    /// A new gateway knows what the journal holds, and nothing else.
    func restarted(_ consumer: JudgedConsumer, _ record: ConsumerRecord?, _ journal: ModelJournal, _ now: Moment) {
        consumer.forgetMemory()
        consumer.isPaused = record?.isPaused ?? false
        let ahead = PositionRanges(record?.ahead ?? [])
        for index in consumer.messages.indices {
            let letter = Letter(consumer: record?.id ?? 0, position: consumer.messages[index].position)
            restart(index, consumer, record, journal, isAhead: ahead.contains(letter.position), letter, now)
        }
    }

    private func restart(
        _ index: Int,
        _ consumer: JudgedConsumer,
        _ record: ConsumerRecord?,
        _ journal: ModelJournal,
        isAhead: Bool,
        _ letter: Letter,
        _ now: Moment
    ) {
        let was = consumer.messages[index]
        var message = JudgedMessage(position: was.position, key: was.key)
        let dead = journal.letters.deadLetter(letter)
        if let dead, !dead.isRetrying {
            message.state = .dead
            if dead.isBlocking { consumer.blocks[message.key] += 1 }
        } else if dead == nil, let record, message.position < record.position || isAhead {
            message.state = .settled
        } else {
            let failure = journal.letters.failures[letter]
            message.failures = failure?.count ?? 0
            message.notBeforeWall = failure?.until ?? 0
            message.notBefore = max(0, message.notBeforeWall - now.wall) + now.monotonic
            message.isRetry = dead != nil
            if let cause = failure.map(Failures.init)?.history.last?.cause { message.lastCause = cause }
        }
        if was.isStoredSettled, !message.isOver, !message.isRetry {
            find("\(consumer.name): \(message.position) was settled in the journal, and is not any more")
        }
        message.isStoredSettled = message.state == .settled
        consumer.messages[index] = message
        if !message.isOver { consumer.restoreLine(index) }
    }
}
