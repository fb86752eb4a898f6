import Contracts
import Wire

extension BrokerCore {
    func hello(_ hello: Hello, principal: Principal, key: String, connection: ConnectionID, now: Moment) throws(GatewayError) {
        do throws(GatewayError) {
            try open(hello, principal: principal, key: key, connection: connection, now: now)
        } catch {
            report(.helloRefused(code: error.code.name))
            if sessions[connection] == nil {
                noteRefusal(ErrorCode(rawValue: error.code.rawValue) ?? .unspecified, principal: principal.name, now: now)
            }
            throw error
        }
    }

    private func open(_ hello: Hello, principal: Principal, key: String, connection: ConnectionID, now: Moment) throws(GatewayError) {
        guard !saidGoodbye else { throw GatewayError(.shuttingDown, "the gateway is stopping: reconnect later", retryAfter: .seconds(2)) }
        guard hello.versionMin <= ProtocolVersion.max, hello.versionMax >= ProtocolVersion.min, hello.versionMin <= hello.versionMax else {
            throw GatewayError(.unsupportedVersion, "this gateway speaks CKP versions \(ProtocolVersion.min) to \(ProtocolVersion.max)")
        }
        guard ClientName.isValid(hello.client, principal: principal.name) else {
            throw GatewayError(
                .clientNameRefused,
                "a client name is the principal's own name, optionally followed by / and 1-48 of a-z 0-9 . _ -"
            )
        }
        guard hello.software.utf8.count <= 64, hello.software.utf8.allSatisfy({ (0x20...0x7e).contains($0) }), hello.instance.count <= 16 else {
            throw GatewayError(.malformedFrame, "software has at most 64 printable characters of ASCII, instance at most 16 bytes")
        }
        guard hello.firstUnconfirmed <= Self.sequenceMax else {
            throw GatewayError(.malformedFrame, "a sequence is 1 to \(Self.sequenceMax)")
        }
        if let earlier = sessions[connection] { end(earlier, .replaced, now: now) }
        let known = clients[hello.client].flatMap { $0.principal == principal.name ? $0 : nil }
        // A session that this one replaces makes room for it. Nothing is made for a client that is refused.
        let others = sessions.values.count { $0.principal.name == principal.name && $0 !== known?.session }
        guard others < sessionsMax(principal) else {
            throw GatewayError(
                .quotaExceeded,
                "this principal has at most \(sessionsMax(principal)) sessions at once",
                retryAfter: .seconds(5)
            )
        }
        let client = try client(named: hello.client, of: principal)
        if let older = client.session { try replace(older, by: hello, now: now) }
        let session = Session(
            connection: connection,
            principal: principal,
            rights: directory.rights(of: principal),
            key: key,
            client: client,
            epoch: nextEpoch(),
            software: hello.software,
            now: now
        )
        session.instance = hello.instance
        session.attempt = hello.attempt
        client.session = session
        sessions[connection] = session
        resume(client, firstUnconfirmed: hello.firstUnconfirmed)
        report(.sessionOpened(client: client.name, role: principal.role.name, software: hello.software, epoch: session.epoch))
        sendWelcome(session, version: min(hello.versionMax, ProtocolVersion.max), now: now)
    }

    /// Far beyond what any client can publish, and far below where numbers end.
    static let sequenceMax: UInt64 = 1 << 62

    /// A client name has one session. A program that dials again replaces its own, over a connection that may be half dead; another program fences it.
    ///
    /// - Throws: `fenced` where the HELLO is an old one of the same program that was overtaken on its way: the session that is there stays.
    private func replace(_ older: Session, by hello: Hello, now: Moment) throws(GatewayError) {
        guard !hello.instance.isEmpty, hello.instance == older.instance else {
            send(GatewayError(.fenced, "a newer session has this client name: run one program for each client name"), to: older.connection)
            return end(older, .fenced, isReplaced: true, now: now)
        }
        guard hello.attempt > older.attempt else { throw GatewayError(.fenced, "a later HELLO of this program came first") }
        end(older, .dialledAgain, isReplaced: true, now: now)
    }

    /// A client whose outbox had more confirmed than this journal holds: the journal was restored from an older state. What the client
    /// still has goes on from there; the gap is reported, since nothing may be lost in silence.
    private func resume(_ client: ClientState, firstUnconfirmed: UInt64) {
        guard firstUnconfirmed > client.used + 1 else { return }
        report(.sequenceJumped(client: client.name, from: client.used, to: firstUnconfirmed - 1))
        client.used = firstUnconfirmed - 1
        // Nothing before it waits for an answer.
        client.committed = client.used
        pending.touch(client)
    }

    private func client(named name: String, of principal: Principal) throws(GatewayError) -> ClientState {
        if let client = clients[name], client.principal == principal.name { return client }
        let count = clients.values.count { $0.principal == principal.name }
        guard count < limits.clientsPerPrincipalMax else {
            throw GatewayError(.quotaExceeded, "a principal has at most \(limits.clientsPerPrincipalMax) client names: use one of them again")
        }
        let id = freeClientIDs.popLast() ?? UInt32(max(1, clientsByID.count))
        let client = ClientState(id: id, principal: principal.name, name: name, last: 0, isStored: false)
        adopt(client)
        return client
    }

    private func sendWelcome(_ session: Session, version: UInt32, now: Moment) {
        var welcome = Welcome()
        welcome.version = version
        welcome.principal = session.principal.name
        welcome.role = session.principal.role.name
        welcome.gate = session.principal.gate ?? ""
        welcome.epoch = session.epoch
        welcome.lastSequence = session.client.used
        welcome.timeUs = now.wall
        welcome.keyExpiresUs = session.principal.expiries[session.key] ?? 0
        welcome.software = software
        if let successor { (welcome.nextEndpoint, welcome.nextServerKey) = (successor.endpoint, successor.key) }
        welcome.limits.frameBytesMax = UInt32(limits.frameBytesMax)
        welcome.limits.bodyBytesMax = UInt32(limits.bodyBytesMax)
        welcome.limits.messagesPerFrameMax = UInt32(limits.messagesPerFrameMax)
        welcome.limits.unconfirmedMax = UInt32(unconfirmedMax(session.principal))
        welcome.limits.creditMessagesMax = UInt32(limits.creditMessagesMax)
        welcome.limits.creditBytesMax = UInt32(limits.creditBytesMax)
        welcome.limits.heartbeatMs = UInt32(limits.heartbeatMilliseconds)
        welcome.limits.sessionTimeoutMs = UInt32(limits.sessionTimeoutMilliseconds)
        send([UInt8](command: .welcome, welcome), to: session.connection)
    }

    /// - Parameter isReplaced: Whether a newer session of the same client takes over.
    func end(_ session: Session, _ reason: SessionEnd, isReplaced: Bool = false, now: Moment) {
        sessions[session.connection] = nil
        // Not looked at, so not answered: the client sends them again.
        _ = bulk.take(session)
        if session.client.session === session { session.client.session = nil }
        for subscription in session.subscriptions.values.sorted(by: { $0.number < $1.number }) { detach(subscription, reason.failure, now: now) }
        session.subscriptions.removeAll()
        report(.sessionEnded(client: session.client.name, reason: reason.rawValue))
        if !isReplaced { forgetIfUnused(session.client) }
    }

    /// Applies a changed directory at once: a session whose key is no longer admitted, or whose principal changed, ends.
    package func update(_ directory: PrincipalDirectory, now: Moment) {
        noteChanges(from: self.directory, to: directory, now: now)
        self.directory = directory
        // What a consumer that nobody reads wants is found out anew when it is asked.
        for consumer in consumers.values where consumer.subscriptions.isEmpty { consumer.wantedIDs = [] }
        for session in sessionsInOrder {
            switch directory.admission(ofKey: session.key, at: now.wall) {
            case .admitted(let principal) where principal == session.principal && directory.rights(of: principal) == session.rights: continue
            case .admitted:
                send(GatewayError(.helloRequired, "your rights changed: say HELLO again"), to: session.connection)
                end(session, .rightsChanged, now: now)
            case .revoked:
                send(GatewayError(.keyRevoked, "this key was revoked: ask the operator for a new one"), to: session.connection)
                end(session, .keyRevoked, now: now)
            case .expired: expire(session, now: now)
            case .unknown:
                send(GatewayError(.unauthenticated, "this key was removed: ask the operator to add it"), to: session.connection)
                end(session, .keyRemoved, now: now)
            }
        }
    }

    /// Ends sessions that were silent too long, and reports refusals. Called about once a second.
    package func tick(now: Moment) {
        let silentSince = now.monotonic - Int64(limits.sessionTimeoutMilliseconds) * 1_000
        for session in sessionsInOrder where session.lastHeard < silentSince { end(session, .silent, now: now) }
        reportRefusals(now: now)
        measureLag(now: now)
        measureBacklogs(now: now)
        expireKeys(now: now)
        tellReads(now: now)
        tellRefusals(now: now)
    }

    /// Tells the operator, and counts for the audit chain, what messages were refused since the last time.
    private func reportRefusals(now: Moment) {
        for client in clientsByID.compactMap(\.self) where !client.refusals.isEmpty {
            for refusal in client.refusals {
                report(.refused(client: client.name, code: GatewayErrorCode(rawValue: refusal.code).name, count: refusal.count))
                guard let code = ErrorCode(rawValue: refusal.code), RefusalCounts.isForGood(code) else { continue }
                let kind = RefusalCounts.Kind(principal: client.principal, client: client.name, code: refusal.code)
                refusals.note(kind, count: refusal.count, now: now)
            }
            client.refusals.removeAll()
        }
    }

    /// Tells every client goodbye and takes nothing more. The caller commits what is pending first.
    package func sayGoodbye(now: Moment) {
        saidGoodbye = true
        var goodbye = Goodbye()
        goodbye.reason = "the gateway is stopping"
        reportRefusals(now: now)
        for session in sessionsInOrder {
            send([UInt8](command: .goodbye, goodbye), to: session.connection)
            end(session, .gatewayStopping, now: now)
        }
        tellRefusals(now: now, isLast: true)
    }
}
