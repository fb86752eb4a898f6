import Contracts
import HeapModule
import Journal
import Wire

extension BrokerCore {
    func queue(_ consumer: ConsumerState) {
        guard !consumer.isQueued, !consumer.isPaused, !consumer.ledger.members.isEmpty else { return }
        consumer.isQueued = true
        if consumer.replay == nil { ready.append(consumer) } else { readyReplays.append(consumer) }
    }

    /// New messages are there: every consumer that somebody reads looks at them.
    func queueAll() {
        for consumer in active { queue(consumer) }
    }

    /// Sends what may go out. Called after every burst of events.
    package func flush(now: Moment) {
        fireTimers(now: now)
        endPauses(now)
        wakeReplays(now: now)
        flushLive(now: now)
        serveReplays(now: now)
    }

    private func flushLive(now: Moment) {
        guard !ready.isEmpty else { return }
        catchingUpCount = active.count(where: \.isCatchingUp)
        // By lanes: who reads alerts comes before who reads statistics. And who reads what is new before who catches up.
        let round = ready.count > 1 ? Lane.allCases.flatMap { lane in ready.filter { $0.lane == lane }.liveFirst } : ready
        ready.removeAll(keepingCapacity: true)
        for consumer in round {
            consumer.isQueued = false
            guard !consumer.isPaused, !consumer.ledger.members.isEmpty else { continue }
            var turn = DeliveryTurn(looks: budget(of: consumer, now))
            pump(consumer, &turn, now)
        }
    }

    /// Whether there is more to deliver at once: the caller goes on without waiting.
    package var hasDeliveries: Bool { !ready.isEmpty }

    package func read(_ answer: ReaderAnswer, now: Moment) {
        guard let reading = readings.removeValue(forKey: answer.ticket) else { return }
        reading.session?.readingCount -= 1
        switch (reading, answer.subject) {
        case (.page(let consumer, let generation, _), .page(let page)):
            guard consumer.generation == generation else { return }
            consumer.isReading = false
            consumer.page = page
            consumer.pageIndex = 0
            consumer.replay?.rest(now: now.monotonic, wasEmpty: page.segment.entries.isEmpty)
            queue(consumer)
        case (.again(let consumer, let positions), .messages(let segment)): sendAgain(positions, segment, consumer, now)
        case (.locate(let consumer, let generation, _), .located(let position)):
            guard consumer.generation == generation, consumer.isLocating else { return }
            settle(consumer, at: position ?? lastPosition + 1)
        case (.compare(let repeats), .compared(let results)): self.answer(repeats, results)
        case (.deadLetters(let request), .deadLetters(let page)): self.answer(request, page)
        case (.lag(let consumer, let generation), .page(let page)): looked(consumer, generation, page, now)
        case (.runs(let principal), .runs(let runs)): restoreBacklog(of: principal, runs)
        case (.trace(let pending), let subject) where !subject.isFailure: self.answer(pending, subject)
        case (_, .failed(let error)): failed(reading, error, now)
        case (.page, _), (.again, _), (.locate, _), (.compare, _), (.deadLetters, _), (.lag, _), (.runs, _), (.trace, _):
            preconditionFailure("an answer of another kind than the question")
        }
    }

    /// The journal could not be read: the client is told, and tries again from where it stands.
    private func failed(_ reading: Reading, _ error: JournalError, _ now: Moment) {
        report(.readFailed(code: error.code.rawValue))
        let refusal = GatewayError(.storageFailed, "the journal could not be read (\(error.code.rawValue)): try again later", retryAfter: .seconds(1))
        switch reading {
        case .page(let consumer, let generation, _), .locate(let consumer, let generation, _):
            guard consumer.generation == generation else { return }
            refuseReaders(of: consumer, refusal, now)
        case .again(let consumer, let positions):
            for position in positions { consumer.ledger.giveBack(position) }
            refuseReaders(of: consumer, refusal, now)
        case .compare(let repeats):
            repeatBytes -= repeats.byteCount
            guard let session = repeats.client.session else { return }
            var answers = ImmediateAnswers()
            for entry in repeats.entries { answers.refuse(entry.clientSequence, .storageFailed, expected: "a readable journal", retryAfter: 1_000) }
            send(answers.frame(), to: session.connection)
        case .deadLetters(let request): refuse(request, refusal)
        // The next tick asks again.
        case .lag(let consumer, _): consumer.lag.isLooking = false
        case .runs(let principal): restoreBacklog(of: principal, nil)
        case .trace(let pending): refuse(PendingAdmin(pending.session, pending.request, .change), refusal)
        }
    }

    /// They subscribe again, later.
    private func refuseReaders(of consumer: ConsumerState, _ refusal: GatewayError, _ now: Moment) {
        for subscription in consumer.subscriptions {
            send(refusal, to: subscription.session.connection, subscription: subscription.number)
            subscription.session.subscriptions[subscription.number] = nil
            detach(subscription, nil, now: now)
        }
    }

    // MARK: What is new

    /// Delivers as far as credit and what is at hand go: first what was out before, then from a page read for it, else from the tail cache; what
    /// is older than the cache is asked for.
    func pump(_ consumer: ConsumerState, _ turn: inout DeliveryTurn, _ now: Moment) {
        resend(consumer, &turn, now)
        let end = consumer.replay?.through ?? lastPosition
        while consumer.ledger.wantsMore, consumer.ledger.hasCredit, turn.sends > 0, consumer.readLog?.isSpent != true {
            guard turn.looks > 0 else {
                putOff(consumer, now)
                break
            }
            if let page = consumer.page {
                let entries = page.segment.entries.indices.dropFirst(consumer.pageIndex)
                consumer.pageIndex = deliver(page.segment, entries, consumer, &turn, now)
                if consumer.pageIndex == page.segment.entries.count {
                    consumer.ledger.skip(to: page.next, now: now)
                    consumer.page = nil
                }
            } else if consumer.ledger.next > end {
                consumer.catchUp = nil
                break
            } else if let cached = tail.segment(holding: consumer.ledger.next) {
                let last = min(cached.last, end)
                guard cached.types.intersects(consumer.wantedMask) else {
                    turn.looks -= 1
                    consumer.ledger.skip(to: last + 1, now: now)
                    continue
                }
                let entries = Int(consumer.ledger.next - cached.first)..<Int(last + 1 - cached.first)
                let index = deliver(cached.segment, entries, consumer, &turn, now)
                consumer.ledger.skip(to: cached.first + UInt64(index), now: now)
            } else {
                askForPage(consumer, now)
                break
            }
        }
        sendDelivery()
        timersDueAt = min(timersDueAt, consumer.ledger.timersDueAt)
        if !consumer.ledger.effects.isEmpty { takeEffects(of: consumer) }
        // Messages that this consumer does not want still move it on; that is stored once in a while, since nothing depends on it.
        if consumer.position > consumer.storedPosition + 8_192 { markDirty(consumer) }
        endIfSpent(consumer, now)
    }

    private func askForPage(_ consumer: ConsumerState, _ now: Moment) {
        guard !consumer.isReading, let session = consumer.subscriptions.first?.session else { return }
        consumer.isReading = true
        var through = tail.first.map { $0 - 1 } ?? lastPosition
        if let replay = consumer.replay {
            replay.readingSince = now.monotonic
            through = min(through, replay.through, consumer.ledger.next + limits.replayPagePositionsMax - 1)
        } else {
            consumer.catchUp = consumer.catchUp ?? CatchUp()
        }
        request(
            .page(from: consumer.ledger.next, through: through, types: .only(consumer.wantedIDs), key: consumer.replay?.key),
            for: .page(consumer, generation: consumer.generation, session)
        )
    }

    /// Delivers entries of a segment while there is credit; returns the index to go on at.
    private func deliver(
        _ segment: MessageSegment,
        _ entries: Range<Int>,
        _ consumer: ConsumerState,
        _ turn: inout DeliveryTurn,
        _ now: Moment
    ) -> Int {
        let isKeyed = consumer.ledger.rules.kind == .keyed
        let wantedKey = consumer.replay?.key
        var index = entries.lowerBound
        segment.bytes.withUnsafeBytes { bytes in
            while index < entries.upperBound, turn.looks > 0, turn.sends > 0, consumer.ledger.wantsMore, let member = consumer.pickMember() {
                let entry = segment.entries[index]
                index += 1
                turn.looks -= 1
                // A page can begin before a position that was looked at meanwhile.
                guard consumer.wants(entry.type), entry.position >= consumer.ledger.next else { continue }
                if let wantedKey, !bytes.slice(entry.key).elementsEqual(wantedKey) { continue }
                guard let type = types[Int(entry.type)], isEntitled(consumer, type, bytes.slice(entry.body)) else {
                    consumer.readLog?.passOver()
                    continue
                }
                guard mayRead(entry.position, entry.type, consumer, now: now) else {
                    index -= 1
                    break
                }
                let keyHash = isKeyed ? DeliveryLedger.hash(ofKey: bytes.slice(entry.key)) : 0
                guard consumer.ledger.look(at: entry.position, keyHash: keyHash, now: now) else { continue }
                if send(entry, type, bytes, consumer, to: member, wasTaken: false, now) {
                    turn.sends -= 1
                    noteRead(entry.position, entry.type, consumer, now: now)
                } else {
                    consumer.ledger.pass(entry.position)
                    consumer.readLog?.passOver()
                }
            }
        }
        return index
    }

    // MARK: What was out before

    /// Redeliveries looked up at once.
    private static let againMax = 256

    private func resend(_ consumer: ConsumerState, _ turn: inout DeliveryTurn, _ now: Moment) {
        guard consumer.ledger.mayTakeReady else { return }
        let room = consumer.ledger.members.reduce(0) { $0 + max($1.hasCredit ? 1 : 0, $1.messagesMax - $1.messages) }
        var missing: [UInt64] = []
        let taken = consumer.ledger.takeReady(atMost: min(Self.againMax, room, turn.sends))
        turn.sends -= taken.count
        for position in taken {
            guard let cached = tail.segment(holding: position) else {
                missing.append(position)
                continue
            }
            // An exclusive consumer gets everything in order: what is older comes from the disk first.
            guard missing.isEmpty || consumer.ledger.rules.isShared else {
                consumer.ledger.giveBack(position)
                continue
            }
            sendAgain(cached.segment, Int(position - cached.first), consumer, now)
        }
        if !missing.isEmpty {
            request(.messages(at: missing, consumer: consumer.id), for: .again(consumer, positions: missing))
        } else if consumer.ledger.mayTakeReady, consumer.ledger.hasCredit {
            queue(consumer)
        }
    }

    private func sendAgain(_ positions: [UInt64], _ segment: MessageSegment, _ consumer: ConsumerState, _ now: Moment) {
        var index = 0
        for position in positions {
            if index < segment.entries.count, segment.entries[index].position == position {
                sendAgain(segment, index, consumer, now)
                index += 1
            } else {
                consumer.ledger.vanished(position)
                report(.vanished(principal: consumer.principal, consumer: consumer.name, position: position))
            }
        }
        sendDelivery()
        takeEffects(of: consumer)
        queue(consumer)
    }

    private func sendAgain(_ segment: MessageSegment, _ index: Int, _ consumer: ConsumerState, _ now: Moment) {
        let entry = segment.entries[index]
        guard !consumer.isPaused, consumer.ledger.isReady(entry.position), let member = consumer.pickMember() else {
            return consumer.ledger.giveBack(entry.position)
        }
        segment.bytes.withUnsafeBytes { bytes in
            let type = types[Int(entry.type)]
            let isForIt = type.map { consumer.wants(entry.type) && isEntitled(consumer, $0, bytes.slice(entry.body)) } ?? false
            // Its rights, or its filter, have changed since.
            guard let type, isForIt, send(entry, type, bytes, consumer, to: member, wasTaken: true, now) else {
                return consumer.ledger.vanished(entry.position)
            }
        }
    }

    // MARK: Sending

    /// Whether a binding (a gate, a principal) lets this reader see this message.
    private func isEntitled(_ consumer: ConsumerState, _ type: MessageType, _ body: UnsafeRawBufferPointer) -> Bool {
        consumer.reader?.isEntitled(to: type, body) ?? false
    }

    /// Puts a message into the frame for a member, as its role may see it.
    ///
    /// - Returns: False where no view of it can be made.
    private func send(
        _ entry: MessageEntry,
        _ type: MessageType,
        _ bytes: UnsafeRawBufferPointer,
        _ consumer: ConsumerState,
        to member: Int,
        wasTaken: Bool,
        _ now: Moment
    ) -> Bool {
        let body = bytes.slice(entry.body)
        guard let role = consumer.reader?.role else { return false }
        guard entry.condition != .unreadable else {
            report(.undeliverable(position: entry.position, type: type.name))
            return false
        }
        let wasSent: Void? = withView(of: body, type, for: role) { append(entry, body: $0, in: bytes, consumer, member, wasTaken, now) }
        if wasSent == nil { report(.undeliverable(position: entry.position, type: type.name)) }
        return wasSent != nil
    }

    private func append(
        _ entry: MessageEntry,
        body: UnsafeRawBufferPointer,
        in bytes: UnsafeRawBufferPointer,
        _ consumer: ConsumerState,
        _ member: Int,
        _ wasTaken: Bool,
        _ now: Moment
    ) {
        let id = consumer.ledger.members[member].id
        let isFull = writer.count >= limits.messagesPerFrameMax || writer.byteCount + body.count > limits.deliverBytesMax
        if writer.count > 0, isFull || addressee?.id != id { sendDelivery() }
        if writer.count == 0 {
            guard let subscription = consumer.subscription(id) else { preconditionFailure("a member that does not subscribe") }
            addressee = subscription
            writer.begin(subscription: subscription.number, capacity: limits.deliverBytesMax + limits.bodyBytesMax)
            if consumer.ledger.rules.isLeased {
                leaseCounter += 1
                lease = leaseCounter
            } else {
                lease = 0
            }
        }
        let (attempt, isRedelivered) = consumer.ledger.sent(
            entry.position,
            to: member,
            bytes: body.count,
            lease: lease,
            type: entry.type,
            recordedAt: entry.recordedAt,
            isExercise: entry.isExercise,
            wasTaken: wasTaken,
            now: now
        )
        consumer.delivered &+= 1
        counters.delivered &+= 1
        if isRedelivered {
            consumer.redelivered &+= 1
            counters.redelivered &+= 1
        }
        writer.append(
            DeliverWriter.Envelope(
                position: entry.position,
                idHigh: entry.idHigh,
                idLow: entry.idLow,
                recordedAt: entry.recordedAt,
                attempt: attempt,
                isExercise: entry.isExercise,
                isRedelivered: isRedelivered,
                isErased: entry.condition == .erased || entry.condition == .partlyErased
            ),
            type: typeNames[Int(entry.type)],
            principal: clientsByID[Int(entry.client)]?.principalBytes ?? [],
            key: bytes.slice(entry.key),
            body: body,
            correlation: bytes.slice(Int(entry.chain.offset), min(16, Int(entry.chain.count))),
            causation: entry.chain.count > 16 ? bytes.slice(Int(entry.chain.offset) + 16, Int(entry.chain.count) - 16) : .init(start: nil, count: 0)
        )
    }

    private func sendDelivery() {
        guard writer.count > 0, let addressee else { return }
        send(writer.finish(lease: lease, isReplay: addressee.consumer.replay != nil), to: addressee.session.connection)
        self.addressee = nil
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    func slice(_ part: ByteSlice) -> UnsafeRawBufferPointer { slice(Int(part.offset), Int(part.count)) }
}
