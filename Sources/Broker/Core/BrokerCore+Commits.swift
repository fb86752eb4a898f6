package import Journal
import Wire

extension BrokerCore {
    /// The batch to commit now, or nil. One batch is at the journal at a time: while it is fsynced the next one fills, so that batches grow
    /// with the load and a lone message waits for nobody.
    package func takeCommit(now: Moment) -> CommitRequest? {
        guard inFlight == nil else { return nil }
        guard pending.isAwaited || (hasLazyWork && now.monotonic >= positionsDueAt) else { return nil }
        appendNotices(now: now)
        let firstPosition = lastPosition + 1
        for index in pending.entries.indices { pending.entries[index].position = firstPosition + UInt64(index) }
        let segment = pending.entries.isEmpty ? nil : MessageSegment(bytes: pending.bytes, entries: pending.entries)
        pending.bytes = []
        pending.entries = []

        var batch = JournalBatch()
        batch.messages = segment
        batch.types = pending.newTypes
        batch.consumers = pending.newConsumers
        batch.changedConsumers = (pending.changedBefore + pending.changedConsumers).compactMap { $0.record() }
        pending.upkeep.write(to: &batch)
        batch.at = now.wall
        batch.forgottenConsumers = pending.forgottenBefore + pending.forgottenConsumers
        batch.runs = pending.runs.map {
            ClientRun(client: $0.client.id, firstSequence: $0.firstSequence, count: $0.count, firstPosition: firstPosition + UInt64($0.firstIndex))
        }
        var used: [(client: ClientState, sequence: UInt64)] = []
        for client in pending.touched {
            client.isTouched = false
            used.append((client, client.used))
            batch.clients.append(ClientRecord(id: client.id, principal: client.principal, name: client.name, lastSequence: client.used))
        }
        let positions = takePositions(&batch)
        let ticket = nextTicket
        nextTicket += 1
        inFlight = CommitInFlight(
            ticket: ticket,
            segment: segment,
            pending: pending,
            firstPosition: firstPosition,
            used: used,
            positions: positions,
            receipts: batch.receipts
        )
        pending = PendingBatch()
        positionsDueAt = now.monotonic + 10_000
        return CommitRequest(ticket: ticket, batch: batch)
    }

    /// When there is something to commit that nobody waits for: acknowledged positions ride along with the next batch, or go after 10 ms.
    package var commitDueAt: Int64? { inFlight == nil && hasLazyWork ? positionsDueAt : nil }

    private var hasLazyWork: Bool {
        !dirty.isEmpty || !pending.forgottenBefore.isEmpty || !pending.changedBefore.isEmpty || !pending.upkeep.isEmpty
    }

    /// How many batches are on disk since the gateway started.
    var commitCount: UInt64 { counters.commits }

    /// Whether everything accepted so far is on disk.
    package var isSettled: Bool { inFlight == nil && !pending.isAwaited && !hasLazyWork }

    private func takePositions(_ batch: inout JournalBatch) -> [(consumer: ConsumerState, position: UInt64, ahead: PositionRanges?)] {
        var positions: [(consumer: ConsumerState, position: UInt64, ahead: PositionRanges?)] = []
        for consumer in dirty {
            consumer.isDirty = false
            guard let id = consumer.id else { continue }
            let settled = consumer.ledger.settledAhead
            let ahead = settled == consumer.storedAhead ? nil : settled
            guard consumer.position != consumer.storedPosition || ahead != nil else { continue }
            positions.append((consumer, consumer.position, ahead))
            let receipts = settled.added(to: consumer.receipted, from: consumer.storedPosition, through: consumer.position)
            batch.receipts += receipts.map { ReceiptRecord(consumer: id, positions: $0) }
            batch.positions.append(ConsumerPosition(id: id, position: consumer.position, ahead: ahead?.ranges))
        }
        dirty.removeAll(keepingCapacity: true)
        return positions
    }

    /// A batch is on disk: its senders are told, and its messages may go out.
    ///
    /// - Parameter erased: Of the subjects that were to be erased, whether there was anything to erase.
    package func committed(_ ticket: UInt64, erased: [Bool] = [], now: Moment) {
        guard let commit = inFlight, commit.ticket == ticket else { preconditionFailure("an answer to no commit") }
        inFlight = nil
        counters.commits &+= 1
        if let segment = commit.segment {
            noteLive(now)
            lastPosition += UInt64(segment.entries.count)
            tail.append(segment)
            retention.add(segment)
            countBacklog(commit)
        }
        for (client, sequence) in commit.used {
            client.committed = sequence
            client.isStored = true
        }
        for (consumer, position, ahead) in commit.positions {
            consumer.storedPosition = position
            for receipt in commit.receipts where receipt.consumer == consumer.id { consumer.receipted.insert(receipt.positions) }
            consumer.receipted.removeAll(before: position)
            if let ahead { consumer.storedAhead = ahead }
        }
        for record in commit.pending.newConsumers {
            // Unless it was forgotten meanwhile.
            let consumer = consumers[Self.consumerKey(record.principal, record.name)]
            if consumer?.id == record.id { consumer?.isStored = true }
        }
        confirm(commit)
        for subscription in commit.pending.subscriptions { activate(subscription) }
        stored(commit.pending.upkeep, now)
        if !erased.isEmpty { forgetContents() }
        for admin in commit.pending.admins {
            if case .erase(let index) = admin.kind { admin.done.count = index < erased.count && erased[index] ? 1 : 0 }
            done(admin)
        }
        compareDeferred()
        if commit.segment != nil { queueAll() }
    }

    private func confirm(_ commit: CommitInFlight) {
        // Runs and refusals of one client can lie apart in a batch of several; each client gets one frame, in the order it first appears.
        var writers: [(client: ClientState, writer: ConfirmWriter)] = []
        func withWriter(of client: ClientState, _ body: (inout ConfirmWriter) -> Void) {
            if let index = writers.firstIndex(where: { $0.client === client }) {
                body(&writers[index].writer)
            } else {
                var writer = ConfirmWriter()
                body(&writer)
                writers.append((client, writer))
            }
        }
        for run in commit.pending.runs {
            counters.confirmed &+= UInt64(run.count)
            run.client.confirmed &+= UInt64(run.count)
            withWriter(of: run.client) {
                $0.append(
                    sequence: run.firstSequence,
                    count: run.count,
                    position: commit.firstPosition + UInt64(run.firstIndex),
                    isDuplicate: false
                )
            }
        }
        for refused in commit.pending.refused {
            count(refused.refusal, refused.client)
            withWriter(of: refused.client) { $0.append(refused.refusal) }
        }
        for index in writers.indices {
            guard let session = writers[index].client.session else { continue }
            send(writers[index].writer.finish(), to: session.connection)
        }
    }

    /// A batch could not be written: nothing of it is there. What came after it followed on its sequences, so it falls too; all of it is
    /// refused with nothing used up, and the clients send it again in order.
    package func commitFailed(_ ticket: UInt64, _ error: JournalError, now: Moment) {
        guard let commit = inFlight, commit.ticket == ticket else { preconditionFailure("an answer to no commit") }
        inFlight = nil
        report(.commitFailed(code: error.code.rawValue))
        let code: ErrorCode = error.code == .storageFull ? .storageFull : .storageFailed
        for batch in [commit.pending, pending] {
            refuseAll(batch, code)
            for client in batch.touched {
                client.used = client.committed
                client.isTouched = false
            }
            for record in batch.newConsumers {
                // A newer one of the name may be there by now: it is another.
                let key = Self.consumerKey(record.principal, record.name)
                if consumers[key]?.id == record.id { consumers[key] = nil }
            }
            // One that the session gave up meanwhile, or whose number it used again, is nobody's any more.
            for subscription in batch.subscriptions where subscription.session.subscriptions[subscription.number] === subscription {
                send(
                    GatewayError(code, "the consumer could not be stored: subscribe again later", retryAfter: .seconds(1)),
                    to: subscription.session.connection,
                    subscription: subscription.number
                )
                subscription.session.subscriptions[subscription.number] = nil
                detach(subscription, nil, now: now)
            }
            for admin in batch.admins {
                let isErasure = if case .erase = admin.kind { true } else { false }
                let advice = isErasure ? "it will be erased as soon as that can be stored: ask again later" : "nothing was changed: ask again later"
                refuse(admin, GatewayError(code, advice, retryAfter: .seconds(1)))
            }
        }
        // The last change first.
        for case let (number, read)? in (commit.pending.admins + pending.admins).reversed().map(\.bulkReadBefore) { bulkReads[number] = read }
        var next = PendingBatch()
        next.newTypes = commit.pending.newTypes + pending.newTypes
        let neverStored = Set((commit.pending.newConsumers + pending.newConsumers).map(\.id))
        next.forgottenBefore = [commit.pending, pending].flatMap { $0.forgottenBefore + $0.forgottenConsumers }.filter { !neverStored.contains($0) }
        if isStopping {
            next.forgottenBefore = []
        } else {
            next.upkeep = commit.pending.upkeep
            next.upkeep.merge(pending.upkeep)
            next.upkeep.dropRequests()
            for id in next.forgottenBefore { next.upkeep.forget(id) }
            // Changes of consumers stand in memory, and are stored when that can be done.
            next.changedBefore = [commit.pending, pending].flatMap { $0.changedBefore + $0.changedConsumers }
                .filter { $0.id.map { !neverStored.contains($0) } ?? false }
            for (consumer, _, _) in commit.positions { markDirty(consumer) }
        }
        pending = next
        compareDeferred()
    }

    private func refuseAll(_ batch: PendingBatch, _ code: ErrorCode) {
        for run in batch.runs {
            guard let session = run.client.session else { continue }
            var answers = ImmediateAnswers()
            for offset in 0..<UInt64(run.count) {
                answers.refuse(run.firstSequence + offset, code, expected: "space on the gateway's disk", retryAfter: 1_000)
            }
            send(answers.frame(), to: session.connection)
        }
        for refused in batch.refused {
            guard let session = refused.client.session else { continue }
            var answers = ImmediateAnswers()
            answers.refuse(refused.refusal.sequence, code, expected: "space on the gateway's disk", retryAfter: 1_000)
            send(answers.frame(), to: session.connection)
        }
    }

    func count(_ refusal: Refusal, _ client: ClientState) {
        counters.refused &+= 1
        counters.refusals[refusal.code.rawValue, default: 0] += 1
        client.refused &+= 1
        if let index = client.refusals.firstIndex(where: { $0.code == refusal.code.rawValue }) {
            client.refusals[index].count += 1
        } else {
            client.refusals.append(ErrorCodeCount(code: refusal.code.rawValue, count: 1))
        }
    }

    func markDirty(_ consumer: ConsumerState) {
        guard consumer.id != nil, !consumer.isDirty else { return }
        consumer.isDirty = true
        dirty.append(consumer)
    }

    /// Failures and dead letters are on disk: their messages go on.
    private func stored(_ upkeep: Upkeep, _ now: Moment) {
        guard !upkeep.isEmpty else { return }
        var byID: [UInt32: ConsumerState] = [:]
        for consumer in consumers.values { if let id = consumer.id { byID[id] = consumer } }
        var changed: [ConsumerState] = []
        func withConsumer(of letter: Letter, _ body: (ConsumerState) -> Void) {
            guard let consumer = byID[letter.consumer] else { return }
            body(consumer)
            changed.append(consumer)
        }
        let order = { (left: Letter, right: Letter) in (left.consumer, left.position) < (right.consumer, right.position) }
        for letter in upkeep.failures.keys.sorted(by: order) {
            withConsumer(of: letter) { $0.ledger.stored(failureOf: letter.position, now: now) }
        }
        for letter in upkeep.deadLetters.keys.sorted(by: order) {
            withConsumer(of: letter) { consumer in
                consumer.dead[letter.position]?.isStored = true
                consumer.ledger.buried(letter.position)
                report(.died(principal: consumer.principal, consumer: consumer.name, position: letter.position))
            }
        }
        for letter in upkeep.retried.sorted(by: order) {
            withConsumer(of: letter) { consumer in
                guard let dead = consumer.dead[letter.position] else { return }
                consumer.ledger.retry(letter.position, keyHash: dead.keyHash, wasBlocking: dead.isBlocking, now: now)
                consumer.dead[letter.position]?.isBlocking = false
                buryMore(consumer)
            }
        }
        for letter in upkeep.resolved.union(upkeep.discarded).sorted(by: order) {
            withConsumer(of: letter) { consumer in
                guard let dead = consumer.dead.removeValue(forKey: letter.position) else { return }
                consumer.ledger.discard(keyHash: dead.keyHash, wasBlocking: dead.isBlocking)
                buryMore(consumer)
            }
        }
        for consumer in changed {
            takeEffects(of: consumer)
            markDirty(consumer)
            queue(consumer)
        }
    }
}
