import Journal
import Wire

extension BrokerCore {
    /// What a SUBSCRIBE asks to be replayed; nil: nothing.
    func replay(_ command: Subscribe, _ session: Session, now: Moment) throws(GatewayError) -> ReplayState? {
        guard command.hasReplay else { return nil }
        guard command.consumer.isEmpty, !command.hasSettings else {
            throw GatewayError(.invalidSettings, "a replay has no name and no settings: it keeps no position in the gateway")
        }
        if case .now = command.start.at { throw GatewayError(.invalidSettings, "a replay begins at the beginning, a position or a time") }
        guard command.replay.messagesPerSecond <= ReplayState.rateMax else {
            throw GatewayError(.invalidSettings, "messages_per_second is 1 to \(ReplayState.rateMax); 0: \(ReplayState.rateDefault)")
        }
        guard command.replay.key.count <= ReplayState.keyBytesMax else {
            throw GatewayError(.invalidSettings, "an ordering key has at most \(ReplayState.keyBytesMax) bytes")
        }
        let others = sessions.values.reduce(0) { count, other in
            count + other.subscriptions.values.count { $0.consumer.replay != nil && ($0.session !== session || $0.number != command.subscription) }
        }
        guard others < limits.replaysMax else {
            throw GatewayError(.busy, "\(limits.replaysMax) replays run already: try again when one has ended", retryAfter: .seconds(5))
        }
        let rate = command.replay.messagesPerSecond == 0 ? ReplayState.rateDefault : command.replay.messagesPerSecond
        return ReplayState(
            through: command.replay.through,
            key: command.replay.key.isEmpty ? nil : [UInt8](command.replay.key),
            pace: Pace(perSecond: Int64(rate), now: now.monotonic)
        )
    }

    /// Replays whose pace lets more pass have their turn.
    func wakeReplays(now: Moment) {
        guard now.monotonic >= replaysDueAt else { return }
        replaysDueAt = .max
        for consumer in active where consumer.replay != nil { queue(consumer) }
    }

    /// How many messages a replay may have now. Where it is none, it is woken when there is one.
    func replayRoom(_ consumer: ConsumerState, now: Moment) -> Int {
        guard let room = consumer.replay?.pace.room(now: now.monotonic) else { return 0 }
        if room == 0, let due = consumer.replay?.pace.dueAt { replaysDueAt = min(replaysDueAt, due) }
        return min(room, limits.replayMessagesPerTurnMax)
    }

    /// Tells the client, once, that everything up to the end was delivered and answered.
    func endReplay(_ consumer: ConsumerState) {
        guard let replay = consumer.replay, !replay.hasEnded, consumer.ledger.next > replay.through, consumer.ledger.position > replay.through,
            let subscription = consumer.subscriptions.first
        else { return }
        consumer.replay?.hasEnded = true
        send(writer.ended(subscription: subscription.number), to: subscription.session.connection)
    }
}
