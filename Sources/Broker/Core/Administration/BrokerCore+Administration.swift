import Contracts
import Foundation
import Journal
import SwiftProtobuf
import Wire

extension BrokerCore {
    /// Takes an administrative request: everything for the operator, its own consumers and dead letters for anybody else.
    func administer(_ command: AdminRequest, _ session: Session, now: Moment) {
        lastRecordedAt = max(lastRecordedAt, now.wall)
        do throws(GatewayError) {
            switch command.what {
            case .listConsumers(let list): try listConsumers(list, command.request, session)
            case .putConsumer(let put): try putConsumer(put, command.request, session, now: now)
            case .pauseConsumer(let pause): try pauseConsumer(pause.principal, pause.consumer, pause.paused, command.request, session)
            case .deleteConsumer(let delete): try deleteConsumer(delete.principal, delete.consumer, command.request, session)
            case .listDeadLetters(let list): try listDeadLetters(list, command.request, session, now: now)
            case .resolveDeadLetters(let resolve): try resolveDeadLetters(resolve, command.request, session)
            case .trace(let trace): try self.trace(trace, command.request, session)
            case .listPrincipals(let list): try listPrincipals(list, command.request, session)
            case .listProducers(let list): try listProducers(list, command.request, session)
            case .listOfficers(let list): try listOfficers(list, command.request, session)
            case .eraseSubject(let erase): try eraseSubject(erase, command.request, session)
            case .askBulkRead(let ask): try askBulkRead(ask, command.request, session, now: now)
            case .judgeBulkRead(let judge): try judgeBulkRead(judge, command.request, session, now: now)
            case .listBulkReads: listBulkReads(command.request, session, now: now)
            case nil: throw GatewayError(.malformedFrame, "a request asks for one thing that this gateway knows")
            }
        } catch {
            noteRefusal(error, session, now: now)
            refuse(PendingAdmin(session, command.request, .change), error)
        }
    }

    func refuse(_ admin: PendingAdmin, _ error: GatewayError) {
        guard sessions[admin.session.connection] === admin.session else { return }
        send(Self.errorFrame(error, request: admin.request), to: admin.session.connection)
    }

    /// What was asked for is on disk.
    func done(_ admin: PendingAdmin) {
        respond(admin.session, admin.request) {
            if let response = admin.response { $0 = response } else { $0.done = admin.done }
        }
    }

    func respond(_ session: Session, _ request: UInt64, _ fill: (inout AdminResponse) -> Void) {
        guard sessions[session.connection] === session else { return }
        var response = AdminResponse()
        fill(&response)
        response.request = request
        send([UInt8](command: .adminResponse, response), to: session.connection)
    }

    /// Whether a session may change what is a principal's.
    func mayChange(_ principal: String, _ session: Session) throws(GatewayError) {
        switch session.rights.administer {
        case .all: return
        case .own where principal == session.principal.name: return
        case .own: throw GatewayError(.notPermitted, "the consumers of others are the operator's business")
        case .none: throw GatewayError(.notPermitted, "the gateway's policy lets you change no consumer")
        }
    }

    /// Whose things a session may look at: nil: everybody's.
    func scope(of session: Session) -> String? {
        session.principal.role == .operator || session.principal.role == .auditor ? nil : session.principal.name
    }

    func consumer(_ principal: String, _ name: String, _ session: Session) throws(GatewayError) -> ConsumerState {
        try mayChange(principal, session)
        guard let consumer = consumers[Self.consumerKey(principal, name)], consumer.id != nil else {
            throw GatewayError(.unknownConsumer, "there is no durable consumer of that name: `cuakhau consumer list` shows them")
        }
        return consumer
    }

    // MARK: Consumers

    private func listConsumers(_ list: ListConsumers, _ request: UInt64, _ session: Session) throws(GatewayError) {
        let countMax = try Self.count(list.countMax)
        let scope = scope(of: session)
        let found = consumers.values
            .filter { scope == nil || $0.principal == scope }
            .filter { ($0.principal, $0.name) > (list.afterPrincipal, list.afterConsumer) }
            .sorted { ($0.principal, $0.name) < ($1.principal, $1.name) }
        respond(session, request) {
            $0.consumerList.consumers = found.prefix(countMax).map(info)
            $0.consumerList.more = found.count > countMax
        }
    }

    static func count(_ asked: UInt32) throws(GatewayError) -> Int {
        guard asked <= 500 else { throw GatewayError(.tooManyMessages, "a page has at most 500 rows") }
        return asked == 0 ? 100 : Int(asked)
    }

    private func info(_ consumer: ConsumerState) -> ConsumerInfo {
        .with {
            $0.principal = consumer.principal
            $0.consumer = consumer.name
            $0.filter = consumer.filter
            $0.purpose = consumer.purpose
            $0.settings = consumer.ledger.rules.wire
            $0.paused = consumer.isPaused
            $0.createdAtUs = consumer.createdAt
            $0.position = consumer.position
            $0.lagMessages = lag(of: consumer)
            $0.expired = consumer.expired
            $0.waitingSinceUs = consumer.lag.waitingSince ?? 0
            $0.slow = consumer.lag.isSlow
            $0.subscriptions = UInt32(consumer.subscriptions.count)
            $0.inFlight = UInt32(consumer.ledger.outCount)
            $0.waiting = UInt32(consumer.ledger.count(.waiting))
            $0.parked = UInt32(consumer.ledger.count(.parked))
            $0.deadLetters = UInt32(consumer.dead.count + consumer.unburied.count)
        }
    }

    private func putConsumer(_ put: PutConsumer, _ request: UInt64, _ session: Session, now: Moment) throws(GatewayError) {
        try mayChange(put.principal, session)
        guard let principal = directory.principal(named: put.principal) else {
            throw GatewayError(.unknownConsumer, "there is no principal of that name: `cuakhau principal list` shows them")
        }
        let rules = try put.hasSettings ? ConsumerRules(put.settings) : nil
        guard put.purpose.isEmpty || Self.purposeBytes.contains(put.purpose.utf8.count) else { throw Self.purposeMissing }
        if let consumer = consumers[Self.consumerKey(put.principal, put.consumer)] {
            try change(consumer, put, rules, principal, now: now)
            pending.changedConsumers.append(consumer)
            note(.consumerChanged, put.principal, put.consumer, by: session)
        } else {
            try create(put, rules ?? .exclusive, principal, now: now)
            note(.consumerMade, put.principal, put.consumer, by: session)
        }
        report(.consumerChanged(principal: put.principal, consumer: put.consumer, by: session.client.name))
        awaitChange(session, request)
    }

    private func awaitChange(_ session: Session, _ request: UInt64) {
        let admin = PendingAdmin(session, request, .change)
        admin.done.count = 1
        pending.admins.append(admin)
    }

    private func change(_ consumer: ConsumerState, _ put: PutConsumer, _ rules: ConsumerRules?, _ principal: Principal, now: Moment)
        throws(GatewayError)
    {
        guard consumer.id != nil else {
            throw GatewayError(.busy, "this consumer is being made: ask again in a moment", retryAfter: .milliseconds(200))
        }
        let readable = try put.filter.isEmpty ? nil : readableTypes(put.filter, principal)
        if let rules, rules.kind != consumer.ledger.rules.kind, !consumer.subscriptions.isEmpty {
            throw GatewayError(.consumerInUse, "its kind can be changed only while nobody reads it: stop its readers first", retryAfter: .seconds(5))
        }
        guard rules.map({ $0.kind == consumer.ledger.rules.kind }) ?? true || !consumer.ledger.isStoring else {
            throw GatewayError(.busy, "a failure or a dead letter of it is being stored: ask again in a moment", retryAfter: .milliseconds(200))
        }
        if let rules { consumer.ledger.change(rules, now: now) }
        if let readable {
            if consumer.filter != put.filter { noteForgotten(consumer) }
            consumer.filter = put.filter
            want(readable, consumer)
            // What was read for the earlier filter is read anew.
            consumer.page = nil
            consumer.isReading = false
            consumer.generation &+= 1
        }
        if !put.purpose.isEmpty { consumer.purpose = put.purpose }
        queue(consumer)
    }

    private func create(_ put: PutConsumer, _ rules: ConsumerRules, _ principal: Principal, now: Moment) throws(GatewayError) {
        guard ClientName.isLabel(put.consumer, countMax: 64) else { throw Self.consumerNameWrong }
        guard !put.purpose.isEmpty else { throw Self.purposeMissing }
        guard consumers.values.count(where: { $0.principal == put.principal }) < limits.consumersPerPrincipalMax else {
            throw GatewayError(.quotaExceeded, "a principal has at most \(limits.consumersPerPrincipalMax) durable consumers")
        }
        let readable = try readableTypes(put.filter, principal)
        let position: UInt64
        switch put.start.at {
        case .beginning(true): position = 1
        case .position(let asked): position = max(1, min(asked, lastPosition + 1))
        case .now, .beginning, nil: position = lastPosition + 1
        case .timeUs: throw GatewayError(.invalidSettings, "an operator's new consumer begins at the beginning, now or at a position")
        }
        let record = ConsumerRecord(
            id: 0,
            principal: put.principal,
            name: put.consumer,
            filter: put.filter,
            purpose: put.purpose,
            createdAt: now.wall,
            position: position
        )
        let consumer = ConsumerState(record: record, rules: rules, failures: [:], isStored: false)
        consumers[Self.consumerKey(put.principal, put.consumer)] = consumer
        want(readable, consumer)
        settle(consumer, at: position)
    }

    private func pauseConsumer(
        _ principal: String,
        _ name: String,
        _ isPaused: Bool,
        _ request: UInt64,
        _ session: Session
    ) throws(GatewayError) {
        let consumer = try consumer(principal, name, session)
        consumer.isPaused = isPaused
        pending.changedConsumers.append(consumer)
        note(isPaused ? .consumerPaused : .consumerResumed, principal, name, by: session)
        report(.consumerChanged(principal: principal, consumer: name, by: session.client.name))
        awaitChange(session, request)
        queue(consumer)
    }

    private func deleteConsumer(_ principal: String, _ name: String, _ request: UInt64, _ session: Session) throws(GatewayError) {
        let consumer = try consumer(principal, name, session)
        guard consumer.subscriptions.isEmpty else {
            throw GatewayError(.consumerInUse, "a client reads this consumer: stop it first", retryAfter: .seconds(5))
        }
        guard consumer.dead.isEmpty, consumer.unburied.isEmpty else { throw Self.deadLettersLeft }
        forget(consumer)
        note(.consumerDeleted, principal, name, by: session)
        report(.consumerChanged(principal: principal, consumer: name, by: session.client.name))
        awaitChange(session, request)
    }
}
