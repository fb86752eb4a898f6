import Contracts
import Journal
import Wire

extension BrokerCore {
    func subscribe(_ command: Subscribe, _ session: Session, now: Moment) {
        do throws(GatewayError) {
            try open(command, session, now: now)
        } catch {
            send(error, to: session.connection, subscription: command.subscription)
        }
    }

    private func open(_ command: Subscribe, _ session: Session, now: Moment) throws(GatewayError) {
        try validate(command, session)
        let filter: TypeFilter
        do throws(ContractError) {
            filter = try TypeFilter(validating: command.filter)
        } catch {
            throw GatewayError(.invalidFilter, error.message)
        }
        let readable = catalogue.types(matching: filter).filter { $0.mayRead(session.principal.role) }
        guard !readable.isEmpty else {
            throw GatewayError(.notPermitted, "your role may read no type that this filter matches; `cuakhau types` lists what it may")
        }
        guard session.orphanedBytes <= limits.creditBytesMax, session.readingCount < limits.readingsPerSessionMax else {
            throw GatewayError(.busy, "this session subscribes faster than it reads: acknowledge, or reconnect", retryAfter: .seconds(1))
        }
        if let earlier = session.subscriptions.removeValue(forKey: command.subscription) { detach(earlier) }
        let consumer = try consumer(for: command, session)
        let subscription = Subscription(number: command.subscription, session: session, consumer: consumer)
        consumer.subscription = subscription
        consumer.creditMessages = Int(command.creditMessages)
        consumer.creditBytes = Int(command.creditBytes)
        consumer.wanted = Array(repeating: false, count: types.count)
        consumer.wantedIDs = readable.map { typeIDs[$0.index] }.sorted()
        for id in consumer.wantedIDs { consumer.wanted[Int(id)] = true }
        session.subscriptions[command.subscription] = subscription
        begin(subscription, at: command.start, now: now)
    }

    private func validate(_ command: Subscribe, _ session: Session) throws(GatewayError) {
        guard (1...UInt32(UInt16.max)).contains(command.subscription) else {
            throw GatewayError(.malformedFrame, "a subscription's number is 1 to 65535")
        }
        guard session.subscriptions[command.subscription] != nil || session.subscriptions.count < limits.subscriptionsPerSessionMax else {
            throw GatewayError(.quotaExceeded, "a session has at most \(limits.subscriptionsPerSessionMax) subscriptions")
        }
        guard command.consumer.isEmpty || ClientName.isLabel(command.consumer, countMax: 64) else {
            throw GatewayError(.invalidConsumerName, "a consumer's name is 1-64 of a-z 0-9 . _ -")
        }
        guard (3...200).contains(command.purpose.utf8.count) else {
            throw GatewayError(.purposeRequired, "state in 3 to 200 bytes why your agency reads this; it is kept with the consumer")
        }
        guard (1...UInt32(limits.creditMessagesMax)).contains(command.creditMessages),
            (1...UInt32(limits.creditBytesMax)).contains(command.creditBytes)
        else {
            throw GatewayError(
                .invalidCredit,
                "credit is 1 to \(limits.creditMessagesMax) messages and 1 to \(limits.creditBytesMax) bytes"
            )
        }
    }

    private func consumer(for command: Subscribe, _ session: Session) throws(GatewayError) -> ConsumerState {
        let principal = session.principal.name
        guard !command.consumer.isEmpty else {
            return ConsumerState(
                id: nil,
                principal: principal,
                name: "",
                filter: command.filter,
                purpose: command.purpose,
                position: lastPosition + 1
            )
        }
        let key = Self.consumerKey(principal, command.consumer)
        if let consumer = consumers[key] {
            guard consumer.subscription == nil else {
                throw GatewayError(.consumerInUse, "another client reads this consumer: stop it, or use another name", retryAfter: .seconds(5))
            }
            guard consumer.filter == command.filter else {
                throw GatewayError(.consumerConflict, "this consumer exists with the filter \(consumer.filter): use that, or another name")
            }
            return consumer
        }
        guard consumers.values.count(where: { $0.principal == principal }) < limits.consumersPerPrincipalMax else {
            throw GatewayError(.quotaExceeded, "a principal has at most \(limits.consumersPerPrincipalMax) durable consumers")
        }
        let consumer = ConsumerState(
            id: nil,
            principal: principal,
            name: command.consumer,
            filter: command.filter,
            purpose: command.purpose,
            position: 0
        )
        consumers[key] = consumer
        return consumer
    }

    private func begin(_ subscription: Subscription, at start: Start, now: Moment) {
        let consumer = subscription.consumer
        if consumer.isStored { return activate(subscription) }
        // Its creation is on its way, for a session that is gone: this one waits for the same batch.
        if let id = consumer.id { return waitForStorage(id, subscription) }
        switch start.at {
        case .beginning(true): settle(subscription, at: 1, now: now)
        case .position(let position): settle(subscription, at: max(1, min(position, lastPosition + 1)), now: now)
        case .timeUs(let time): request(.locate(time: time), for: .locate(subscription))
        case .now, .beginning, nil: settle(subscription, at: lastPosition + 1, now: now)
        }
    }

    /// The start of a new consumer is known. A durable one is stored before it is answered.
    func settle(_ subscription: Subscription, at position: UInt64, now: Moment?) {
        let consumer = subscription.consumer
        consumer.next = position
        consumer.highWater = position
        consumer.storedPosition = position
        guard !consumer.name.isEmpty else { return activate(subscription) }
        let id = nextConsumerID
        nextConsumerID += 1
        consumer.id = id
        pending.newConsumers.append(
            ConsumerRecord(
                id: id,
                principal: consumer.principal,
                name: consumer.name,
                filter: consumer.filter,
                purpose: consumer.purpose,
                createdAt: now?.wall ?? lastRecordedAt,
                position: position
            )
        )
        pending.subscriptions.append(subscription)
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
        guard subscription.consumer.subscription === subscription else { return }
        subscription.isActive = true
        var answer = Subscribed()
        answer.subscription = subscription.number
        answer.position = subscription.consumer.position
        answer.types = subscription.consumer.wantedIDs.compactMap { types[Int($0)]?.name }.sorted()
        send([UInt8](command: .subscribed, answer), to: subscription.session.connection)
        queue(subscription)
    }

    func unsubscribe(_ command: Unsubscribe, _ session: Session) throws(GatewayError) {
        guard let subscription = session.subscriptions.removeValue(forKey: command.subscription) else {
            throw GatewayError(.unknownSubscription, "this session has no such subscription")
        }
        detach(subscription)
        let consumer = subscription.consumer
        guard command.forget, let id = consumer.id else { return }
        consumers[Self.consumerKey(consumer.principal, consumer.name)] = nil
        consumer.id = nil
        consumer.isStored = false
        if let index = pending.newConsumers.firstIndex(where: { $0.id == id }) {
            // Not at the journal yet: there is nothing to forget there.
            pending.newConsumers.remove(at: index)
        } else {
            pending.forgottenConsumers.append(id)
        }
        report(.consumerForgotten(principal: consumer.principal, consumer: consumer.name))
    }

    func acknowledge(_ payload: UnsafeRawBufferPointer, _ session: Session) throws(GatewayError) {
        var number: UInt32 = 0
        var subscription: Subscription?
        let read = AckCoding.forEachRange(payload) { (acked, first, last) in
            if subscription == nil || number != acked {
                number = acked
                subscription = session.subscriptions[acked]
            }
            guard let subscription else { return }
            let count = subscription.consumer.acknowledge(first, last)
            counters.acknowledged &+= UInt64(count)
        }
        guard let read else {
            throw GatewayError(.malformedFrame, "ACK is not valid protobuf, or its ranges do not rise, or are more than \(AckCoding.rangesMax)")
        }
        guard let subscription = session.subscriptions[read] else {
            throw GatewayError(.unknownSubscription, "this session has no such subscription")
        }
        markDirty(subscription.consumer)
        queue(subscription)
    }

    /// Ends a reading. A durable consumer keeps its position; what was in flight will be delivered again.
    func detach(_ subscription: Subscription) {
        let consumer = subscription.consumer
        guard consumer.subscription === subscription else { return }
        subscription.isActive = false
        subscription.session.orphanedBytes += consumer.inFlightBytes
        consumer.detach()
        markDirty(consumer)
        // One that is not stored yet has no position to keep: the next SUBSCRIBE begins anew.
        if consumer.id == nil, !consumer.name.isEmpty { consumers[Self.consumerKey(consumer.principal, consumer.name)] = nil }
    }
}
