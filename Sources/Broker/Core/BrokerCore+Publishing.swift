import Contracts
import Foundation
import Journal
import Wire

extension BrokerCore {
    /// Takes the messages of a PUBLISH, by lanes: what is urgent or ordinary is looked at now, bulk waits its turn.
    func publish(_ payload: UnsafeRawBufferPointer, _ session: Session, now: Moment) throws(GatewayError) {
        guard !saidGoodbye else { throw GatewayError(.shuttingDown, "the gateway is stopping: reconnect later", retryAfter: .seconds(2)) }
        guard let count = PublishReader.validCount(payload) else {
            throw GatewayError(.malformedFrame, "PUBLISH is not valid protobuf of Protocols/cuakhau/wire/v1/commands.proto")
        }
        guard count <= limits.messagesPerFrameMax else {
            throw GatewayError(.tooManyMessages, "a PUBLISH has at most \(limits.messagesPerFrameMax) messages")
        }
        let lane = lane(of: payload)
        if let wait = overQuota(session.principal, messages: count, bytes: payload.count, lane: lane, now: now) {
            return refuseAsBusy(payload, session, expected: "no more than this principal's quota", retryAfter: wait)
        }
        if isOverBacklog(session.principal, lane: lane, now: now) {
            return refuseAsBusy(payload, session, expected: "that others have dealt with more of this principal's messages", retryAfter: 1_000)
        }
        if lane == .bulk || (lane == .normal && session.queuedFrames > 0) {
            // Reading never stops for bulk: behind it may come an alert.
            guard bulk.byteCount < limits.bulkBytesMax else {
                return refuseAsBusy(payload, session, expected: "room in the bulk lane", retryAfter: 200)
            }
            return bulk.append(payload, of: session)
        }
        // A client's messages keep their order: what it sent before something urgent goes with it.
        for frame in bulk.take(session) {
            frame.payload.withUnsafeBytes { bytes in
                var reader = PublishReader(bytes.slice(frame.offset, bytes.count - frame.offset))
                _ = look(&reader, session, countMax: .max, now: now)
            }
        }
        var reader = PublishReader(payload)
        _ = look(&reader, session, countMax: .max, now: now)
    }

    /// The most urgent lane of a frame's messages.
    private func lane(of payload: UnsafeRawBufferPointer) -> Lane {
        var reader = PublishReader(payload)
        var lane = Lane.bulk
        while let message = reader.next() {
            // What has no type is refused at once.
            let other = type(named: message.type)?.lane ?? .normal
            if other.rawValue < lane.rawValue { lane = other }
            if lane == .emergency { break }
        }
        return lane
    }

    /// Deals with bulk messages, as many as one share has of them: small enough that something urgent hardly waits for it. A share comes at a steady
    /// pace whatever else there is, so that bulk gets through. Called before every commit.
    package func workBulk(now: Moment) {
        guard !saidGoodbye, !bulk.isEmpty, now.monotonic >= bulk.dueAt else { return }
        // A share that found no room in the last batch is not made up for.
        bulk.dueAt = now.monotonic + limits.bulkPauseMicroseconds
        while !bulk.isEmpty, pending.bulkCount < limits.bulkMessagesPerBatchMax {
            bulk.work { session, reader in
                let (count, isAtEnd) = look(&reader, session, countMax: limits.bulkMessagesPerBatchMax - pending.bulkCount, now: now)
                pending.bulkCount += count
                return isAtEnd
            }
        }
    }

    /// When ``workBulk(now:)`` is to be called; nil where no bulk waits.
    package var bulkDueAt: Int64? { bulk.isEmpty ? nil : bulk.dueAt }

    /// Looks at messages in their order, at most so many: each is accepted into the pending batch, refused, or set aside as a repeat.
    ///
    /// - Returns: How many it looked at, and whether that was all.
    private func look(_ reader: inout PublishReader, _ session: Session, countMax: Int, now: Moment) -> (count: Int, isAtEnd: Bool) {
        lastRecordedAt = max(lastRecordedAt, now.wall)
        let client = session.client
        var answers = ImmediateAnswers()
        var repeats = Repeats(client: client)
        var count = 0
        var isAtEnd = false
        while count < countMax {
            guard let message = reader.next() else {
                isAtEnd = true
                break
            }
            count += 1
            if message.sequence == client.used + 1 {
                take(message, session, &answers)
            } else if message.sequence <= client.used {
                repeats.append(message, type: typeID(of: message), refusal: refusal(of: message, session))
            } else {
                // Said once a frame: an answer must not be larger than its question.
                answers.refuse(message.sequence, .sequenceGap, expected: answers.isEmpty ? "sequence \(client.used + 1)" : "")
            }
        }
        if !answers.isEmpty { send(answers.frame(), to: session.connection) }
        counters.refused &+= UInt64(answers.count)
        if !repeats.isEmpty { compare(repeats) }
        return (count, isAtEnd)
    }

    private func take(_ message: PublishedMessage, _ session: Session, _ answers: inout ImmediateAnswers) {
        let client = session.client
        let unconfirmedMax = unconfirmedMax(session.principal)
        guard client.used - client.committed < UInt64(unconfirmedMax) else {
            return answers.refuse(message.sequence, .tooManyMessages, expected: "at most \(unconfirmedMax) unconfirmed", retryAfter: 50)
        }
        var key = MessageKey()
        let refusal = refusal(of: message, session, key: &key)
        client.used = message.sequence
        pending.touch(client)
        if let refusal {
            pending.refused.append(PendingBatch.Refused(client: client, refusal: refusal))
            return
        }
        let keyOffset = pending.bytes.count
        key.append(from: message.body, to: &pending.bytes)
        let bodyOffset = pending.bytes.count
        pending.bytes.append(contentsOf: message.body)
        let chainOffset = pending.bytes.count
        pending.bytes.append(contentsOf: message.correlation)
        pending.bytes.append(contentsOf: message.causation)
        pending.extendRun(client, sequence: message.sequence, index: pending.entries.count)
        pending.entries.append(
            MessageEntry(
                position: 0,
                recordedAt: lastRecordedAt,
                client: client.id,
                type: typeID(of: message),
                isExercise: message.isExercise,
                clientSequence: message.sequence,
                idHigh: message.id.loadUnaligned(fromByteOffset: 0, as: UInt64.self).byteSwapped,
                idLow: message.id.loadUnaligned(fromByteOffset: 8, as: UInt64.self).byteSwapped,
                key: ByteSlice(offset: UInt32(keyOffset), count: UInt32(bodyOffset - keyOffset)),
                body: ByteSlice(offset: UInt32(bodyOffset), count: UInt32(message.body.count)),
                chain: ByteSlice(offset: UInt32(chainOffset), count: UInt32(pending.bytes.count - chainOffset))
            )
        )
    }

    /// Why a message may not cross, or nil: rights first, then the type's own rules.
    private func refusal(of message: PublishedMessage, _ session: Session) -> Refusal? {
        var key = MessageKey()
        return refusal(of: message, session, key: &key)
    }

    private func refusal(of message: PublishedMessage, _ session: Session, key: inout MessageKey) -> Refusal? {
        let sequence = message.sequence
        guard let type = type(named: message.type) else {
            return Refusal(sequence, .unknownType, expected: "a type that `cuakhau types` lists")
        }
        guard session.rights.publish.contains(type) else {
            return Refusal(
                sequence,
                .notPermitted,
                expected: "a role that may publish this type; `cuakhau types \(type.name)` and the gateway's policy say which"
            )
        }
        guard message.id.count == 16 else { return Refusal(sequence, .invalidEventID, path: "id", expected: "16 bytes, a UUIDv7") }
        if let field = message.misusedChainField {
            return Refusal(sequence, .invalidEventID, path: field, expected: "16 bytes or none; a causation only with a correlation")
        }
        let bytesMax = min(type.bodyBytesMax, limits.bodyBytesMax)
        guard message.body.count <= bytesMax else { return Refusal(sequence, .bodyTooLarge, rule: "size", expected: "at most \(bytesMax) bytes") }
        switch type.check(message.body, recordedAt: lastRecordedAt, isExercise: message.isExercise) {
        case .refused(let refused):
            let code: ErrorCode = refused.rule == .malformed || refused.rule == .utf8 || refused.rule == .depth ? .malformedBody : .ruleViolated
            return Refusal(sequence, code, path: refused.path, rule: refused.rule.rawValue, expected: refused.expected)
        case .accepted(let accepted): key = accepted
        }
        if type.publishBinding == .gate, !session.gateBytes.isEmpty, !type.bindingValueMatches(.gate, session.gateBytes, in: message.body) {
            return Refusal(sequence, .notPermitted, path: "gate", rule: "binding", expected: "the gate this principal is bound to")
        }
        return nil
    }

    /// Most frames hold one type: the last one is remembered, and found again by comparing bytes.
    private func type(named name: UnsafeRawBufferPointer) -> MessageType? {
        if let lastType, lastTypeName.count == name.count, let start = name.baseAddress, memcmp(lastTypeName, start, name.count) == 0 {
            return lastType
        }
        guard let type = catalogue.type(named: name) else { return nil }
        lastType = type
        lastTypeName = Array(name)
        return type
    }

    private func typeID(of message: PublishedMessage) -> UInt16 {
        type(named: message.type).map { typeIDs[$0.index] } ?? .max
    }
}

extension Refusal {
    init(_ sequence: UInt64, _ code: ErrorCode, path: String = "", rule: String = "", expected: String, retryAfter: UInt32 = 0) {
        self.init()
        self.sequence = sequence
        self.code = code
        self.path = path
        self.rule = rule
        self.expected = expected
        self.retryAfterMs = retryAfter
    }
}

/// Refusals that use nothing up, and so need no commit before they are told.
struct ImmediateAnswers {
    private var writer = ConfirmWriter()
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    mutating func refuse(_ sequence: UInt64, _ code: ErrorCode, expected: String, retryAfter: UInt32 = 0) {
        writer.append(Refusal(sequence, code, expected: expected, retryAfter: retryAfter))
        count += 1
    }

    mutating func frame() -> [UInt8] { writer.finish() }
}
