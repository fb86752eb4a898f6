import Contracts
import Wire

/// Who reads what is about people: told by messages of the gateway's own, which are part of the audit chain.
extension BrokerCore {
    /// Begins to record what an ephemeral consumer is given, where it can be given anything about people.
    ///
    /// - Throws: `APPROVAL_REQUIRED` where it names a bulk read that is not approved for it, `INVALID_SETTINGS` where its purpose cannot be kept, `BUSY` where there were too many.
    func readLog(for command: Subscribe, _ readable: [MessageType], _ session: Session, now: Moment) throws(GatewayError) -> ReadLog? {
        guard command.consumer.isEmpty else {
            guard command.approval == 0 else { throw GatewayError(.invalidSettings, "a durable consumer needs no approval: name none") }
            return nil
        }
        if command.approval > 0 { try checkApproval(command, session, now: now) }
        let personal = readable.filter { $0.isPersonal }
        guard !personal.isEmpty else { return nil }
        try countReading(session, now: now)
        var isPersonal = Array(repeating: false, count: types.count)
        for type in personal { isPersonal[Int(typeIDs[type.index])] = true }
        let log = ReadLog(
            number: nextEpoch(),
            isPersonal: isPersonal,
            historyThrough: lastPosition,
            approval: command.approval,
            isKeyed: command.hasReplay && !command.replay.key.isEmpty,
            now: now.monotonic
        )
        try check(notice(.begun, log, filter: command.filter, purpose: command.purpose, from: 0, session))
        return log
    }

    /// One more reading that is recorded.
    ///
    /// - Throws: `BUSY` where a principal begins them again and again: it would fill the journal.
    func countReading(_ session: Session, now: Moment) throws(GatewayError) {
        let name = session.principal.name
        guard recordedReadings[name, default: Allowance(per: Allowance.hour)].take(atMost: limits.recordedReadingsPerHourMax, now: now.wall) else {
            throw GatewayError(
                .busy,
                "a principal begins at most \(limits.recordedReadingsPerHourMax) tails and replays of what is about people in an hour: keep one open",
                retryAfter: .seconds(60)
            )
        }
    }

    /// Whether a notice is valid for its type: what a client's words are part of may not be.
    func check(_ notice: Notice) throws(GatewayError) {
        guard let type = catalogue.type(named: notice.type) else { throw GatewayError(.unknownType, "this gateway has no type to tell of it") }
        if case .refused(let refusal) = notice.body.withUnsafeBytes({ type.check($0, recordedAt: lastRecordedAt, isExercise: false) }) {
            throw GatewayError(.invalidSettings, "\(refusal.path): \(refusal.expected)")
        }
    }

    /// Whether what was done in the home can be told: its words may be such as no message may have.
    static func isTellable(_ act: HomeAct) -> Bool {
        var read = ReadNotice(.inquired, number: 1, client: act.user, principal: Principal.gatewayName, at: 1)
        read.purpose = act.purpose
        let notice = Notice.read(read)
        guard let type = Catalogue.standard.type(named: notice.type) else { return false }
        if case .refused = notice.body.withUnsafeBytes({ type.check($0, recordedAt: 1, isExercise: false) }) { return false }
        return true
    }

    /// The reading's beginning is stored before its first message leaves.
    func noteBegin(of consumer: ConsumerState) {
        guard let log = consumer.readLog, let session = consumer.subscriptions.first?.session else { return }
        pending.upkeep.append(
            notice(.begun, log, filter: consumer.filter, purpose: consumer.purpose, from: consumer.ledger.position, session)
        )
        pending.subscriptions += consumer.subscriptions
    }

    /// Whether a consumer may be given a message now; where it may not, its reading ends after what it has.
    func mayRead(_ position: UInt64, _ type: UInt16, _ consumer: ConsumerState, now: Moment) -> Bool {
        guard let log = consumer.readLog, log.isAboutPeople(type) else { return true }
        guard position <= log.historyThrough else { return true }
        if log.approval > 0 {
            log.isSpent = !isApproved(log.approval, now)
            return !log.isSpent
        }
        log.isSpent = !historyReads[consumer.principal, default: Allowance(per: Allowance.day)].take(
            atMost: limits.bulkReadMessagesMax,
            now: now.wall
        )
        return !log.isSpent
    }

    func noteRead(_ position: UInt64, _ type: UInt16, _ consumer: ConsumerState, now: Moment) {
        guard let log = consumer.readLog, log.isAboutPeople(type) else { return }
        if !log.hasRoom { tell(.continued, consumer, now: now) }
        log.note(position)
    }

    /// A reading that came to the end of what one may read alone.
    func endIfSpent(_ consumer: ConsumerState, _ now: Moment) {
        guard let log = consumer.readLog, log.isSpent else { return }
        let refusal = GatewayError(
            .approvalRequired,
            log.approval > 0
                ? "the approval of this bulk read is over, or was taken back: ask again with `cuakhau bulk-read ask`"
                : "a principal reads at most \(limits.bulkReadMessagesMax) stored messages about people a day unless two others agree: ask with "
                    + "`cuakhau bulk-read ask`, and read with --approval"
        )
        for subscription in consumer.subscriptions {
            noteRefusal(refusal, subscription.session, now: now)
            send(refusal, to: subscription.session.connection, subscription: subscription.number)
            subscription.session.subscriptions[subscription.number] = nil
            detach(subscription, nil, now: now)
        }
    }

    /// Tells what long readings were given, so that a gateway that is killed has said nearly all of it.
    func tellReads(now: Moment) {
        for consumer in active where !consumer.isEphemeral && now.monotonic - consumer.lookedForUntoldAt >= 60_000_000 {
            consumer.lookedForUntoldAt = now.monotonic
            noteUnanswered(consumer)
        }
        for consumer in active + replays {
            guard let log = consumer.readLog, log.messages > 0, now.monotonic - log.toldAt >= 60_000_000 else { continue }
            tell(.continued, consumer, now: now)
        }
    }

    func tellEnd(ofReading consumer: ConsumerState, _ session: Session, now: Moment) {
        guard consumer.readLog != nil else { return }
        tell(.ended, consumer, session, now: now)
    }

    private func tell(_ kind: Langson_Gateway_V1_ReadKind, _ consumer: ConsumerState, _ session: Session? = nil, now: Moment) {
        guard let log = consumer.readLog, let session = session ?? consumer.subscriptions.first?.session else { return }
        pending.upkeep.append(notice(kind, log, filter: consumer.filter, purpose: consumer.purpose, from: 0, session))
        log.told(at: now.monotonic)
    }

    private func notice(
        _ kind: Langson_Gateway_V1_ReadKind,
        _ log: ReadLog,
        filter: String,
        purpose: String,
        from: UInt64,
        _ session: Session
    ) -> Notice {
        var read = ReadNotice(kind, number: log.number, client: session.client.name, principal: session.principal.name, at: lastRecordedAt)
        if kind == .begun {
            (read.filter, read.purpose, read.from) = (filter, purpose, from)
        }
        read.types = types.indices.compactMap { log.isAboutPeople(UInt16($0)) ? types[$0]?.name : nil }
        (read.ranges, read.messages, read.approval) = (log.ranges, log.messages, log.approval)
        return .read(read)
    }

    /// What a durable consumer was given and has not settled has no receipt, and may never get one: told when a session ends, and while it goes on once a minute.
    ///
    /// - Parameter member: That is about to leave.
    func noteUnanswered(_ consumer: ConsumerState, leaving member: UInt32? = nil) {
        guard !consumer.isEphemeral else { return }
        var unanswered = ReadRanges()
        var personal: Set<String> = []
        for (position, type) in consumer.ledger.takeUntold(ofMember: member) {
            guard let type = types[Int(type)], type.isPersonal else { continue }
            personal.insert(type.name)
            unanswered.append(position)
        }
        guard !personal.isEmpty else { return }
        let number = nextEpoch()
        for part in unanswered.parts {
            var read = ReadNotice(
                .unanswered,
                number: number,
                client: "\(consumer.principal)/\(consumer.name)",
                principal: consumer.principal,
                at: lastRecordedAt
            )
            (read.filter, read.purpose, read.types) = (consumer.filter, consumer.purpose, personal.sorted())
            (read.ranges, read.messages) = (Array(part), part.reduce(0) { $0 + $1.upperBound - $1.lowerBound + 1 })
            tellWithoutWrongPurpose(read)
        }
    }

    /// A durable consumer's purpose may be one of an earlier version, which is not kept in a message.
    private func tellWithoutWrongPurpose(_ read: ReadNotice) {
        var read = read
        if (try? check(.read(read))) == nil { read.purpose = "" }
        pending.upkeep.append(.read(read))
    }

    /// A consumer's receipts go with it, or speak of another filter from now on: what it can have been given of what is about people is told before. By what its types let its role
    /// read, whatever the policy leaves of that today; and where its principal is gone, by its filter alone.
    func noteForgotten(_ consumer: ConsumerState) {
        let last = consumer.ledger.next - 1
        guard last > 0, let filter = try? TypeFilter(validating: consumer.filter) else { return }
        let role = directory.principal(named: consumer.principal)?.role
        let personal = catalogue.types(matching: filter).filter { $0.isPersonal && (role.map($0.mayRead) ?? true) }
        guard !personal.isEmpty else { return }
        var read = ReadNotice(
            .consumerForgotten,
            number: nextEpoch(),
            client: "\(consumer.principal)/\(consumer.name)",
            principal: consumer.principal,
            at: lastRecordedAt
        )
        (read.filter, read.purpose, read.types) = (consumer.filter, consumer.purpose, personal.map(\.name))
        read.ranges = [1...last]
        tellWithoutWrongPurpose(read)
    }

    /// Dead letters about people are shown with their messages.
    ///
    /// - Returns: Whether any are: then the answer waits until that is stored.
    func noteShown(_ letters: [(position: UInt64, type: MessageType)], _ session: Session) -> Bool {
        let personal = letters.filter { $0.type.isPersonal }
        guard !personal.isEmpty else { return false }
        let number = nextEpoch()
        for start in stride(from: 0, to: personal.count, by: ReadLog.rangesMax) {
            let part = personal[start..<min(personal.count, start + ReadLog.rangesMax)]
            var read = ReadNotice(.deadLetters, number: number, client: session.client.name, principal: session.principal.name, at: lastRecordedAt)
            read.types = Set(part.map(\.type.name)).sorted()
            read.ranges = part.map { $0.position...$0.position }
            read.messages = UInt64(part.count)
            pending.upkeep.append(.read(read))
        }
        return true
    }
}
