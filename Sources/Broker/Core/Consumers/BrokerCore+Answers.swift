import Contracts
import HeapModule
import SwiftProtobuf
import Wire

extension BrokerCore {
    /// Takes an ACK: what is dealt with, begun, failed, given back. What comes too late is told.
    func acknowledge(_ payload: UnsafeRawBufferPointer, _ session: Session, now: Moment) throws(GatewayError) {
        var subscription: Subscription?
        var late: [LeaseRange] = []
        let read = AckReader.read(payload) { number, item in
            if subscription == nil { subscription = session.subscriptions[number] }
            guard let subscription else { return }
            let consumer = subscription.consumer
            switch item {
            case .acknowledged(let range):
                if sabotage == .lostAck, range.first.isMultiple(of: 8) { return }
                let count = UInt64(consumer.ledger.acknowledge(range, by: subscription.id, late: &late))
                consumer.acknowledged &+= count
                counters.acknowledged &+= count
            case .begun(let range): consumer.ledger.begin(range, by: subscription.id)
            case .answer(let answer): consumer.ledger.answer(answer, by: subscription.id, now: now, late: &late)
            }
        }
        guard let read else {
            throw GatewayError(
                .malformedFrame,
                "ACK is not valid protobuf, its ranges do not rise, it has more than \\(AckReader.itemsMax) parts, or a reason is no code"
            )
        }
        guard let subscription = session.subscriptions[read] else {
            throw GatewayError(.unknownSubscription, "this session has no such subscription")
        }
        if !late.isEmpty { refuse(late, subscription) }
        takeEffects(of: subscription.consumer)
        markDirty(subscription.consumer)
        queue(subscription.consumer)
    }

    private func refuse(_ late: [LeaseRange], _ subscription: Subscription) {
        var command = AckRefused()
        command.subscription = subscription.number
        command.ranges = late.map { range in
            .with { ($0.first, $0.last, $0.lease) = (range.first, range.last, range.lease) }
        }
        command.code = .leaseLost
        counters.late &+= UInt64(late.count)
        send([UInt8](command: .ackRefused, command), to: subscription.session.connection)
    }

    // MARK: What failed

    /// Hands what a ledger wants stored to the next batch. Nobody waits for it, but the messages themselves: they go out again when it is on
    /// disk.
    func takeEffects(of consumer: ConsumerState) {
        defer { timersDueAt = min(timersDueAt, consumer.ledger.timersDueAt) }
        guard !consumer.ledger.effects.isEmpty else { return }
        let effects = consumer.ledger.effects
        consumer.ledger.effects.removeAll(keepingCapacity: true)
        for effect in effects {
            switch effect {
            case .failed(let position, let failures):
                consumer.failed &+= 1
                guard let id = consumer.id, sabotage != .attemptNotPersisted else {
                    // Nobody remembers an ephemeral consumer.
                    consumer.ledger.stored(failureOf: position, now: Moment(wall: 0, monotonic: 0))
                    continue
                }
                pending.upkeep.append(failure: failures, id, position)
            case .dying(let position, let failures):
                consumer.failed &+= 1
                bury(position, failures, consumer)
            case .recovered(let position): if let id = consumer.id { pending.upkeep.append(recovered: id, position) }
            case .retrySettled(let position):
                // It is among the dead letters until the journal knows better: so its consumer is not forgotten before.
                if let id = consumer.id { pending.upkeep.append(resolved: id, position) }
            }
        }
    }

    private func bury(_ position: UInt64, _ failures: Failures, _ consumer: ConsumerState) {
        if sabotage == .deadLetterWithoutBody { return consumer.ledger.buried(position) }
        guard let id = consumer.id else {
            report(.terminated(principal: consumer.principal, position: position))
            return consumer.ledger.buried(position)
        }
        guard consumer.dead[position] != nil || consumer.hasRoomForDead(limits.deadLettersPerConsumerMax) else {
            if consumer.unburied.isEmpty { report(.deadLettersFull(principal: consumer.principal, consumer: consumer.name)) }
            return consumer.unburied.append(position)
        }
        let letter = ConsumerState.DeadLetter(
            keyHash: consumer.ledger.keyHash(of: position),
            isBlocking: consumer.ledger.rules.blocksKey,
            isRetrying: false,
            isStored: false
        )
        consumer.dead[position] = letter
        pending.upkeep.append(dead: letter, failures, id, position)
        noteDeath(of: position, failures, consumer)
    }

    /// There is room among the dead letters again.
    func buryMore(_ consumer: ConsumerState) {
        while !consumer.unburied.isEmpty, consumer.hasRoomForDead(limits.deadLettersPerConsumerMax) {
            let position = consumer.unburied.removeFirst()
            bury(position, consumer.ledger.failures[position] ?? Failures(), consumer)
        }
    }

    // MARK: Timers

    /// When a lease ends, a failed message is due, a pause is over or a replay may go on, at the earliest; nil: nothing is.
    package var timerDueAt: Int64? {
        let due = min(timersDueAt, pausedUntil, replaysDueAt)
        return due == .max ? nil : due
    }

    /// Ends leases that are over, and brings back what has waited long enough.
    package func fireTimers(now: Moment) {
        guard now.monotonic >= timersDueAt else { return }
        timersDueAt = .max
        for consumer in consumers.values.sorted(by: { ($0.principal, $0.name) < ($1.principal, $1.name) }) { fire(consumer, now) }
        for session in sessionsInOrder {
            for subscription in session.subscriptions.values.sorted(by: { $0.number < $1.number }) where subscription.consumer.isEphemeral {
                fire(subscription.consumer, now)
            }
        }
    }

    private func fire(_ consumer: ConsumerState, _ now: Moment) {
        let isDue = now.monotonic >= consumer.ledger.timersDueAt
        consumer.ledger.timersFired(now: now)
        takeEffects(of: consumer)
        // What is taken back leaves room for others, even where it does not go out again itself.
        if isDue { queue(consumer) }
    }
}
