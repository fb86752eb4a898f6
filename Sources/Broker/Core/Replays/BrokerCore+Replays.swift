import DequeModule
import Wire

extension BrokerCore {
    /// What a SUBSCRIBE asks to read again. It ends where the journal ends now, at the latest.
    ///
    /// - Throws: `INVALID_SETTINGS` where something does not go together or is out of bounds, `BUSY` where there are too many replays.
    func replay(_ command: Subscribe, _ session: Session, now: Moment) throws(GatewayError) -> ReplayState {
        guard command.consumer.isEmpty else {
            throw GatewayError(.invalidSettings, "a replay has no consumer's name: it moves nobody's position")
        }
        switch command.start.at {
        case .beginning(true), .position, .timeUs: break
        case .beginning, .now, nil: throw GatewayError(.invalidSettings, "a replay starts at the beginning, a position or a time")
        }
        let asked = command.replay
        guard asked.messagesPerSecond == 0 || ReplayPace.bounds.contains(asked.messagesPerSecond) else {
            let bounds = "\(ReplayPace.bounds.lowerBound) to \(ReplayPace.bounds.upperBound)"
            throw GatewayError(.invalidSettings, "messages_per_second is \(bounds); 0 for \(ReplayPace.standard)")
        }
        guard asked.key.count <= limits.bodyBytesMax else { throw GatewayError(.invalidSettings, "no ordering key has so many bytes") }
        try admitReplay(of: command.subscription, session)
        let perSecond = asked.messagesPerSecond == 0 ? ReplayPace.standard : asked.messagesPerSecond
        return ReplayState(
            through: asked.through == 0 ? lastPosition : min(asked.through, lastPosition),
            key: asked.key.isEmpty ? nil : [UInt8](asked.key),
            pace: ReplayPace(perSecond: perSecond, now: now.monotonic)
        )
    }

    private func admitReplay(of subscription: UInt32, _ session: Session) throws(GatewayError) {
        // One that this one replaces makes room for it.
        let replaced = session.subscriptions[subscription]?.consumer
        let others = replays.filter { $0 !== replaced }
        let own = others.count { $0.principal == session.principal.name }
        guard others.count < limits.replaysMax, own < limits.replaysPerPrincipalMax else {
            throw GatewayError(
                .busy,
                "there are at most \(limits.replaysMax) replays at once, \(limits.replaysPerPrincipalMax) of one principal: wait for one to end",
                retryAfter: .seconds(5)
            )
        }
    }

    func reportBegin(of consumer: ConsumerState, _ subscription: Subscription) {
        guard let replay = consumer.replay else { return }
        report(
            .replayBegan(
                client: subscription.session.client.name,
                filter: consumer.filter,
                from: consumer.position,
                through: replay.through,
                perSecond: replay.pace.perSecond
            )
        )
    }

    /// Nobody reads a replay any more.
    func end(_ consumer: ConsumerState, _ subscription: Subscription) {
        guard let replay = consumer.replay else { return }
        replays.removeAll { $0 === consumer }
        report(
            .replayEnded(
                client: subscription.session.client.name,
                filter: consumer.filter,
                messages: consumer.delivered,
                isComplete: replay.hasEnded
            )
        )
    }

    // MARK: Turns

    /// Queues the replays that may go on.
    func wakeReplays(now: Moment) {
        guard now.monotonic >= replaysDueAt else { return }
        replaysDueAt = .max
        for consumer in replays {
            guard let due = consumer.replay?.resumesAt else { continue }
            if due <= now.monotonic { queue(consumer) } else { replaysDueAt = min(replaysDueAt, due) }
        }
    }

    /// After everybody who reads what is new, replays get a little, one after another; and then nothing for a moment, so that they do not keep a
    /// processor busy.
    func serveReplays(now: Moment) {
        guard !readyReplays.isEmpty else { return }
        guard now.monotonic >= replayTurnAt else { return replaysDueAt = min(replaysDueAt, replayTurnAt) }
        var turn = DeliveryTurn(looks: limits.replayLooksPerTurnMax, sends: limits.replayMessagesPerTurnMax)
        for _ in readyReplays.indices {
            guard turn.looks > 0, turn.sends > 0, let consumer = readyReplays.popFirst() else { break }
            consumer.isQueued = false
            guard let replay = consumer.replay, !consumer.ledger.members.isEmpty else { continue }
            serve(consumer, replay, &turn, now)
        }
        guard !readyReplays.isEmpty else { return }
        replayTurnAt = now.monotonic + limits.replayTurnMicroseconds
        replaysDueAt = min(replaysDueAt, replayTurnAt)
    }

    private func serve(_ consumer: ConsumerState, _ replay: ReplayState, _ turn: inout DeliveryTurn, _ now: Moment) {
        let available = replay.pace.available(now: now.monotonic)
        guard available > 0, now.monotonic >= replay.resumesAt else { return replaysDueAt = min(replaysDueAt, replay.resumesAt) }
        let share = min(available, turn.sends)
        var own = DeliveryTurn(looks: turn.looks, sends: share)
        pump(consumer, &own, now)
        let count = share - own.sends
        turn.looks = own.looks
        turn.sends -= count
        replay.pace.take(count)
        if count == available {
            replaysDueAt = min(replaysDueAt, replay.resumesAt)
        } else if own.sends == 0 {
            queue(consumer)
        }
        tellEnd(consumer, replay)
    }

    /// Says once that everything was delivered. What is answered with a failure, or given back, comes again all the same.
    private func tellEnd(_ consumer: ConsumerState, _ replay: ReplayState) {
        guard !replay.hasEnded, consumer.ledger.next > replay.through, !consumer.ledger.hasUndelivered else { return }
        guard let subscription = consumer.subscriptions.first else { return }
        replay.hasEnded = true
        writer.begin(subscription: subscription.number, capacity: 16)
        send(writer.finish(lease: 0, isReplay: true, hasEnded: true), to: subscription.session.connection)
    }
}
