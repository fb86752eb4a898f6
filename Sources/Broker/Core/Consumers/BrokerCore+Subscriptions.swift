import Contracts
import Journal
import Wire

extension BrokerCore {
    func subscribe(_ command: Subscribe, _ session: Session, now: Moment) {
        do throws(GatewayError) {
            try open(command, session, now: now)
        } catch {
            noteRefusal(error, session, now: now)
            send(error, to: session.connection, subscription: command.subscription)
        }
    }

    private func open(_ command: Subscribe, _ session: Session, now: Moment) throws(GatewayError) {
        try validate(command, session)
        let readable = try readableTypes(command.filter, session.principal)
        guard session.orphanedBytes <= limits.creditBytesMax, session.readingCount < limits.readingsPerSessionMax else {
            throw GatewayError(.busy, "this session subscribes faster than it reads: acknowledge, or reconnect", retryAfter: .seconds(1))
        }
        let replay = try command.hasReplay ? replay(command, session, now: now) : nil
        let readLog = try readLog(for: command, readable, session, now: now)
        if let earlier = session.subscriptions.removeValue(forKey: command.subscription) { detach(earlier, nil, now: now) }
        let consumer = try consumer(for: command, replay, session, now: now)
        if let readLog { consumer.readLog = readLog }
        lastSubscription += 1
        let subscription = Subscription(
            id: lastSubscription,
            number: command.subscription,
            session: session,
            consumer: consumer,
            creditMessages: Int(command.creditMessages),
            creditBytes: Int(command.creditBytes)
        )
        consumer.subscriptions.append(subscription)
        session.subscriptions[command.subscription] = subscription
        consumer.reader = ConsumerState.Reader(
            role: session.principal.role,
            gate: session.gateBytes,
            principal: session.client.principalBytes
        )
        want(readable, consumer)
        if consumer.replay != nil { replays.append(consumer) }
        begin(subscription, at: command.start, now: now)
    }

    static var purposeBytes: ClosedRange<Int> { 3...200 }

    static var purposeMissing: GatewayError {
        GatewayError(.purposeRequired, "state in 3 to 200 bytes why your agency reads this; it is kept with the consumer")
    }

    static var consumerNameWrong: GatewayError { GatewayError(.invalidConsumerName, "a consumer's name is 1-64 of a-z 0-9 . _ -") }

    static var deadLettersLeft: GatewayError {
        GatewayError(.consumerConflict, "this consumer has dead letters: retry or discard them before it is forgotten")
    }

    func readableTypes(_ text: String, _ principal: Principal) throws(GatewayError) -> [MessageType] {
        let filter: TypeFilter
        do throws(ContractError) {
            filter = try TypeFilter(validating: text)
        } catch {
            throw GatewayError(.invalidFilter, error.message)
        }
        let rights = directory.rights(of: principal)
        let readable = catalogue.types(matching: filter).filter { rights.read.contains($0) }
        guard !readable.isEmpty else {
            throw GatewayError(
                .notPermitted,
                "you may read no type that this filter matches; `cuakhau types` and the gateway's policy say what you may"
            )
        }
        return readable
    }

    func want(_ readable: [MessageType], _ consumer: ConsumerState) {
        consumer.wanted = Array(repeating: false, count: types.count)
        consumer.wantedIDs = readable.map { typeIDs[$0.index] }.sorted()
        consumer.wantedMask = TypeMask()
        consumer.lane = readable.map(\.lane).min { $0.rawValue < $1.rawValue } ?? .normal
        for id in consumer.wantedIDs {
            consumer.wanted[Int(id)] = true
            consumer.wantedMask.insert(id)
        }
    }

    private func validate(_ command: Subscribe, _ session: Session) throws(GatewayError) {
        guard (1...UInt32(UInt16.max)).contains(command.subscription) else {
            throw GatewayError(.malformedFrame, "a subscription's number is 1 to 65535")
        }
        guard session.subscriptions[command.subscription] != nil || session.subscriptions.count < limits.subscriptionsPerSessionMax else {
            throw GatewayError(.quotaExceeded, "a session has at most \(limits.subscriptionsPerSessionMax) subscriptions")
        }
        guard command.consumer.isEmpty || ClientName.isLabel(command.consumer, countMax: 64) else {
            throw Self.consumerNameWrong
        }
        guard Self.purposeBytes.contains(command.purpose.utf8.count) else { throw Self.purposeMissing }
        guard (1...UInt32(limits.creditMessagesMax)).contains(command.creditMessages),
            (1...UInt32(limits.creditBytesMax)).contains(command.creditBytes)
        else {
            throw GatewayError(
                .invalidCredit,
                "credit is 1 to \(limits.creditMessagesMax) messages and 1 to \(limits.creditBytesMax) bytes"
            )
        }
    }

    private func consumer(
        for command: Subscribe,
        _ replay: ReplayState?,
        _ session: Session,
        now: Moment
    ) throws(GatewayError) -> ConsumerState {
        let principal = session.principal.name
        guard !command.consumer.isEmpty else {
            let rules = try command.hasSettings ? ConsumerRules(command.settings) : nil
            guard rules.map({ $0.kind == .exclusive && !$0.isLeased && $0.attemptsMax == 0 }) ?? true else {
                throw GatewayError(.invalidSettings, "leases, attempts and sharing are for durable consumers: give it a name")
            }
            return newConsumer(command, rules ?? .exclusive, principal, replay, now: now)
        }
        let key = Self.consumerKey(principal, command.consumer)
        guard let consumer = consumers[key] else {
            let rules = try command.hasSettings ? ConsumerRules(command.settings) : .exclusive
            guard consumers.values.count(where: { $0.principal == principal }) < limits.consumersPerPrincipalMax else {
                throw GatewayError(.quotaExceeded, "a principal has at most \(limits.consumersPerPrincipalMax) durable consumers")
            }
            let consumer = newConsumer(command, rules, principal, nil, now: now)
            consumers[key] = consumer
            return consumer
        }
        guard consumer.ledger.rules.isShared || consumer.subscriptions.isEmpty else {
            throw GatewayError(.consumerInUse, "another client reads this consumer: stop it, or use another name", retryAfter: .seconds(5))
        }
        guard consumer.subscriptions.count < limits.membersPerConsumerMax else {
            throw GatewayError(.quotaExceeded, "a consumer has at most \(limits.membersPerConsumerMax) subscriptions")
        }
        guard consumer.filter == command.filter else {
            throw GatewayError(.consumerConflict, "this consumer exists with the filter \(consumer.filter): use that, or another name")
        }
        guard !command.hasSettings || consumer.ledger.rules.agree(with: command.settings) else {
            throw GatewayError(.consumerConflict, "this consumer exists with other settings: name none, or ask its operator to change them")
        }
        return consumer
    }

    private func newConsumer(
        _ command: Subscribe,
        _ rules: ConsumerRules,
        _ principal: String,
        _ replay: ReplayState?,
        now: Moment
    ) -> ConsumerState {
        let record = ConsumerRecord(
            id: 0,
            principal: principal,
            name: command.consumer,
            filter: command.filter,
            purpose: command.purpose,
            createdAt: now.wall,
            position: lastPosition + 1
        )
        return ConsumerState(record: record, rules: rules, failures: [:], isStored: false, replay: replay)
    }

    private func begin(_ subscription: Subscription, at start: Start, now: Moment) {
        let consumer = subscription.consumer
        if consumer.isStored { return activate(subscription) }
        // Its creation is on its way, for an earlier subscription: this one waits for the same batch, or the same answer.
        if let id = consumer.id { return waitForStorage(id, subscription) }
        guard !consumer.isLocating else { return }
        switch start.at {
        // What is not kept any more would be gone over page by page.
        case .beginning(true) where consumer.replay != nil: locate(.min, subscription)
        case .beginning(true): settle(consumer, at: 1)
        case .position(let position): settle(consumer, at: max(1, min(position, lastPosition + 1)))
        case .timeUs(let time): locate(time, subscription)
        case .now, .beginning, nil: settle(consumer, at: lastPosition + 1)
        }
    }

    /// Looks up where the messages of a time begin.
    private func locate(_ time: Int64, _ subscription: Subscription) {
        let consumer = subscription.consumer
        consumer.isLocating = true
        request(.locate(time: time), for: .locate(consumer, generation: consumer.generation, subscription.session))
    }

    /// The start of a new consumer is known. A durable one is stored before it is answered.
    func settle(_ consumer: ConsumerState, at position: UInt64) {
        consumer.isLocating = false
        consumer.ledger = DeliveryLedger(rules: consumer.ledger.rules, position: position)
        consumer.storedPosition = position
        guard !consumer.isEphemeral else { return consumer.readLog == nil ? consumer.subscriptions.forEach(activate) : noteBegin(of: consumer) }
        consumer.id = nextConsumerID
        nextConsumerID += 1
        if let record = consumer.record() { pending.newConsumers.append(record) }
        pending.subscriptions += consumer.subscriptions
        report(.consumerCreated(principal: consumer.principal, consumer: consumer.name, filter: consumer.filter))
    }

    private func waitForStorage(_ consumer: UInt32, _ subscription: Subscription) {
        if inFlight?.pending.newConsumers.contains(where: { $0.id == consumer }) == true {
            inFlight?.pending.subscriptions.append(subscription)
        } else {
            pending.subscriptions.append(subscription)
        }
    }

    func activate(_ subscription: Subscription) {
        let consumer = subscription.consumer
        guard consumer.subscription(subscription.id) != nil, !subscription.isActive else { return }
        subscription.isActive = true
        if consumer.ledger.members.isEmpty, consumer.replay == nil {
            active.append(consumer)
            consumer.catchUp = isFarBehind(consumer) ? CatchUp() : nil
        }
        consumer.ledger.sabotage = sabotage
        consumer.ledger.members.append(
            DeliveryLedger.Member(id: subscription.id, messagesMax: subscription.creditMessages, bytesMax: subscription.creditBytes)
        )
        var answer = Subscribed()
        answer.subscription = subscription.number
        answer.position = consumer.position
        answer.types = consumer.wantedIDs.compactMap { types[Int($0)]?.name }.sorted()
        if !consumer.isEphemeral { answer.settings = consumer.ledger.rules.wire }
        answer.paused = consumer.isPaused
        if let replay = consumer.replay { answer.through = replay.through }
        send([UInt8](command: .subscribed, answer), to: subscription.session.connection)
        if consumer.replay != nil { reportBegin(of: consumer, subscription) }
        queue(consumer)
    }

    func unsubscribe(_ command: Unsubscribe, _ session: Session, now: Moment) throws(GatewayError) {
        guard let subscription = session.subscriptions[command.subscription] else {
            throw GatewayError(.unknownSubscription, "this session has no such subscription")
        }
        let consumer = subscription.consumer
        if command.forget, !consumer.isEphemeral {
            guard consumer.subscriptions.count == 1 else {
                throw GatewayError(.consumerInUse, "other clients read this consumer: stop them before it is forgotten", retryAfter: .seconds(5))
            }
            guard consumer.dead.isEmpty, consumer.unburied.isEmpty else {
                throw Self.deadLettersLeft
            }
        }
        session.subscriptions[command.subscription] = nil
        detach(subscription, nil, now: now)
        if command.forget { forget(consumer) }
    }

    func forget(_ consumer: ConsumerState) {
        guard let id = consumer.id else { return }
        if consumer.isStored { noteForgotten(consumer) }
        consumers[Self.consumerKey(consumer.principal, consumer.name)] = nil
        consumer.id = nil
        consumer.isStored = false
        if let index = pending.newConsumers.firstIndex(where: { $0.id == id }) {
            // Not at the journal yet: there is nothing to forget there.
            pending.newConsumers.remove(at: index)
        } else {
            pending.forgottenConsumers.append(id)
        }
        pending.upkeep.forget(id)
        report(.consumerForgotten(principal: consumer.principal, consumer: consumer.name))
    }

    /// Ends a reading. A durable consumer keeps its place; what was out will be delivered again.
    ///
    /// - Parameter cause: What the messages it was at are charged with; nil where it went in good order.
    func detach(_ subscription: Subscription, _ cause: FailureCause?, now: Moment) {
        let consumer = subscription.consumer
        guard let index = consumer.subscriptions.firstIndex(where: { $0 === subscription }) else { return }
        consumer.subscriptions.remove(at: index)
        subscription.isActive = false
        if let member = consumer.ledger.memberIndex(subscription.id) {
            subscription.session.orphanedBytes += consumer.ledger.members[member].bytes
            noteUnanswered(consumer, leaving: subscription.id)
            consumer.ledger.remove(member: subscription.id, cause: cause, now: now)
            if consumer.ledger.members.isEmpty { active.removeAll { $0 === consumer } }
        }
        takeEffects(of: consumer)
        if consumer.subscriptions.isEmpty {
            consumer.page = nil
            consumer.isReading = false
            consumer.isLocating = false
            consumer.generation &+= 1
            if consumer.replay != nil { end(consumer, subscription) }
            tellEnd(ofReading: consumer, subscription.session, now: now)
            // One that is not stored yet has no place to keep: the next SUBSCRIBE begins anew.
            if consumer.id == nil, !consumer.isEphemeral { consumers[Self.consumerKey(consumer.principal, consumer.name)] = nil }
        } else {
            queue(consumer)
        }
        markDirty(consumer)
    }
}
