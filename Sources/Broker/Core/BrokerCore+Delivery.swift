import Contracts
import Journal
import Wire

extension BrokerCore {
    func queue(_ subscription: Subscription) {
        guard subscription.isActive, !subscription.isQueued else { return }
        subscription.isQueued = true
        ready.append(subscription)
    }

    /// New messages are there: every subscription that is not waiting for acknowledgements looks at them.
    func queueAll() {
        for session in sessions.values {
            for subscription in session.subscriptions.values { queue(subscription) }
        }
    }

    /// Sends what may go out. Called after every burst of events.
    package func flush(now: Moment) {
        guard !ready.isEmpty else { return }
        let round = ready
        ready.removeAll(keepingCapacity: true)
        for subscription in round {
            subscription.isQueued = false
            guard subscription.isActive else { continue }
            pump(subscription)
        }
    }

    package func read(_ answer: ReaderAnswer) {
        guard let reading = readings.removeValue(forKey: answer.ticket) else { return }
        reading.session?.readingCount -= 1
        switch (reading, answer.subject) {
        case (.page(let consumer, let generation, _), .page(let page)):
            guard consumer.generation == generation, let subscription = consumer.subscription else { return }
            consumer.isReading = false
            consumer.page = page
            consumer.pageIndex = 0
            queue(subscription)
        case (.locate(let subscription), .located(let position)):
            guard subscription.consumer.subscription === subscription else { return }
            settle(subscription, at: position ?? lastPosition + 1, now: nil)
        case (.compare(let repeats), .compared(let results)):
            self.answer(repeats, results)
        case (_, .failed(let error)):
            failed(reading, error)
        case (.page, _), (.locate, _), (.compare, _):
            preconditionFailure("an answer of another kind than the question")
        }
    }

    /// The journal could not be read: the client is told, and tries again from where it stands.
    private func failed(_ reading: Reading, _ error: JournalError) {
        report(.readFailed(code: error.code.rawValue))
        let refusal = GatewayError(.storageFailed, "the journal could not be read (\(error.code.rawValue)): try again later", retryAfter: .seconds(1))
        switch reading {
        case .page(let consumer, let generation, _):
            guard consumer.generation == generation, let subscription = consumer.subscription else { return }
            send(refusal, to: subscription.session.connection, subscription: subscription.number)
            subscription.session.subscriptions[subscription.number] = nil
            detach(subscription)
        case .locate(let subscription):
            guard subscription.consumer.subscription === subscription else { return }
            send(refusal, to: subscription.session.connection, subscription: subscription.number)
            subscription.session.subscriptions[subscription.number] = nil
            detach(subscription)
        case .compare(let repeats):
            repeatBytes -= repeats.byteCount
            guard let session = repeats.client.session else { return }
            var answers = ImmediateAnswers()
            for entry in repeats.entries { answers.refuse(entry.clientSequence, .storageFailed, expected: "a readable journal", retryAfter: 1_000) }
            send(answers.frame(), to: session.connection)
        }
    }

    /// Delivers to one subscription as far as its credit and what is at hand go: from a page read for it, else from the tail cache; what is
    /// older than the cache is asked for.
    private func pump(_ subscription: Subscription) {
        let consumer = subscription.consumer
        var wantedMask = TypeMask()
        for id in consumer.wantedIDs { wantedMask.insert(id) }
        while consumer.hasCredit {
            if let page = consumer.page {
                consumer.pageIndex = deliver(page.segment, from: consumer.pageIndex, subscription)
                if consumer.pageIndex == page.segment.entries.count {
                    consumer.next = page.next
                    consumer.page = nil
                } else {
                    consumer.next = page.segment.entries[consumer.pageIndex].position
                }
            } else if consumer.next > lastPosition {
                break
            } else if let cached = tail.segment(holding: consumer.next) {
                if cached.types.intersects(wantedMask) {
                    let index = deliver(cached.segment, from: Int(consumer.next - cached.first), subscription)
                    consumer.next = cached.first + UInt64(index)
                } else {
                    consumer.next = cached.last + 1
                }
            } else {
                askForPage(consumer)
                break
            }
        }
        sendDelivery(subscription)
        consumer.trim()
        // Messages that this consumer does not want still move it on; that is stored once in a while, since nothing depends on it.
        if consumer.position > consumer.storedPosition + 8_192 { markDirty(consumer) }
    }

    private func askForPage(_ consumer: ConsumerState) {
        guard !consumer.isReading, let session = consumer.subscription?.session else { return }
        consumer.isReading = true
        let through = tail.first.map { $0 - 1 } ?? lastPosition
        request(
            .page(from: consumer.next, through: through, types: .only(consumer.wantedIDs)),
            for: .page(consumer, generation: consumer.generation, session)
        )
    }

    /// Delivers entries from `start` on while there is credit; returns the index to go on at.
    private func deliver(_ segment: MessageSegment, from start: Int, _ subscription: Subscription) -> Int {
        let consumer = subscription.consumer
        let role = subscription.session.principal.role
        var index = start
        segment.bytes.withUnsafeBytes { bytes in
            while index < segment.entries.count, consumer.hasCredit {
                let entry = segment.entries[index]
                index += 1
                // A page can begin before a position that was settled meanwhile; nothing is delivered twice within a session.
                guard consumer.wants(entry.type), entry.position >= consumer.next, !consumer.isSettledAhead(entry.position) else { continue }
                guard let type = types[Int(entry.type)] else { continue }
                let body = bytes.slice(Int(entry.body.offset), Int(entry.body.count))
                guard isEntitled(subscription.session, type, body) else { continue }
                if type.isWhole(for: role) {
                    append(entry, body: body, in: bytes, subscription)
                } else {
                    view.removeAll(keepingCapacity: true)
                    guard type.appendView(of: body, for: role, to: &view) else {
                        report(.undeliverable(position: entry.position, type: type.name))
                        continue
                    }
                    view.withUnsafeBytes { append(entry, body: $0, in: bytes, subscription) }
                }
            }
        }
        return index
    }

    /// Whether a binding (a gate, a principal) lets this reader see this message.
    private func isEntitled(_ session: Session, _ type: MessageType, _ body: UnsafeRawBufferPointer) -> Bool {
        switch type.readBinding(for: session.principal.role) {
        case .none: true
        case .gate: session.gateBytes.isEmpty || type.bindingValueMatches(.gate, session.gateBytes, in: body)
        case .principal: type.bindingValueMatches(.principal, session.client.principalBytes, in: body)
        }
    }

    private func append(_ entry: MessageEntry, body: UnsafeRawBufferPointer, in bytes: UnsafeRawBufferPointer, _ subscription: Subscription) {
        if writer.count >= limits.messagesPerFrameMax || writer.byteCount + body.count > limits.deliverBytesMax { sendDelivery(subscription) }
        if writer.count == 0 { writer.begin(subscription: subscription.number, capacity: limits.deliverBytesMax + limits.bodyBytesMax) }
        let attempt = subscription.consumer.sent(entry.position, bytes: body.count)
        counters.delivered &+= 1
        if attempt > 1 { counters.redelivered &+= 1 }
        writer.append(
            DeliverWriter.Envelope(
                position: entry.position,
                idHigh: entry.idHigh,
                idLow: entry.idLow,
                recordedAt: entry.recordedAt,
                attempt: attempt,
                isExercise: entry.isExercise
            ),
            type: typeNames[Int(entry.type)],
            principal: clientsByID[Int(entry.client)]?.principalBytes ?? [],
            key: bytes.slice(Int(entry.key.offset), Int(entry.key.count)),
            body: body
        )
    }

    private func sendDelivery(_ subscription: Subscription) {
        guard writer.count > 0 else { return }
        send(writer.finish(), to: subscription.session.connection)
    }
}
