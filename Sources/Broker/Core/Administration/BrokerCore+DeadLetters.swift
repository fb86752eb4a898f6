import Contracts
import Foundation
import Journal
import SwiftProtobuf
import Wire

/// Dead letters, for their operator or their own agency.
extension BrokerCore {
    func listDeadLetters(_ list: ListDeadLetters, _ request: UInt64, _ session: Session, now: Moment) throws(GatewayError) {
        var filter = list.filter
        if let scope = scope(of: session) {
            guard filter.principal.isEmpty || filter.principal == scope else {
                throw GatewayError(.notPermitted, "the dead letters of others are the operator's business")
            }
            filter.principal = scope
        }
        var query = try query(filter)
        query.from = list.after
        query.countMax = try Self.count(list.countMax)
        if list.bodies { try countReading(session, now: now) }
        self.request(.deadLetters(query), for: .deadLetters(PendingAdmin(session, request, .list(withBodies: list.bodies))))
    }

    private func query(_ filter: DeadLetterFilter) throws(GatewayError) -> DeadLetterQuery {
        var query = DeadLetterQuery()
        if !filter.principal.isEmpty || !filter.consumer.isEmpty {
            query.consumers = consumers.values
                .filter { filter.principal.isEmpty || $0.principal == filter.principal }
                .filter { filter.consumer.isEmpty || $0.name == filter.consumer }
                .compactMap(\.id).sorted()
        }
        if !filter.types.isEmpty {
            do throws(ContractError) {
                let types = try TypeFilter(validating: filter.types)
                query.types = catalogue.types(matching: types).map { typeIDs[$0.index] }.sorted()
            } catch {
                throw GatewayError(.invalidFilter, error.message)
            }
        }
        if !filter.key.isEmpty { query.key = [UInt8](filter.key) }
        if filter.position > 0 { query.position = filter.position }
        if filter.fromUs > 0 || filter.toUs > 0 { query.times = filter.fromUs...max(filter.fromUs, filter.toUs > 0 ? filter.toUs : .max) }
        return query
    }

    func resolveDeadLetters(_ resolve: ResolveDeadLetters, _ request: UInt64, _ session: Session) throws(GatewayError) {
        let consumer = try consumer(resolve.filter.principal, resolve.filter.consumer, session)
        var query = try query(resolve.filter)
        query.from = resolve.after
        query.countMax = 500
        let kind = PendingAdmin.Kind.resolve(consumer, isDiscarded: resolve.discard)
        self.request(.deadLetters(query), for: .deadLetters(PendingAdmin(session, request, kind)))
    }

    /// Dead letters were read for a request.
    func answer(_ admin: PendingAdmin, _ page: DeadLetterPage) {
        switch admin.kind {
        case .list(let withBodies): list(page, admin, withBodies)
        case .resolve(let consumer, let isDiscarded): resolve(page, admin, consumer, isDiscarded)
        case .change, .erase: preconditionFailure("a change reads no dead letters")
        }
    }

    private func list(_ page: DeadLetterPage, _ admin: PendingAdmin, _ withBodies: Bool) {
        let byID = Dictionary(consumers.values.compactMap { consumer in consumer.id.map { ($0, consumer) } }) { $1 }
        let letters = page.bytes.withUnsafeBytes { bytes in
            page.letters.compactMap { letter in
                byID[letter.letter.consumer].map { info(letter, $0, bytes, admin.session, withBodies) }
            }
        }
        let list = DeadLetterList.with {
            $0.letters = letters
            $0.next = page.next ?? 0
        }
        let shown = letters.filter { !$0.body.isEmpty }.compactMap { letter in
            catalogue.type(named: letter.type).map { (position: letter.position, type: $0) }
        }
        guard noteShown(shown, admin.session) else { return respond(admin.session, admin.request) { $0.deadLetterList = list } }
        admin.response = AdminResponse.with { $0.deadLetterList = list }
        pending.admins.append(admin)
    }

    private func info(
        _ letter: DeadLetter,
        _ consumer: ConsumerState,
        _ bytes: UnsafeRawBufferPointer,
        _ session: Session,
        _ withBodies: Bool
    ) -> DeadLetterInfo {
        let message = letter.message
        let type = Int(message.type) < types.count ? types[Int(message.type)] : nil
        let isOwn = consumer.principal == session.principal.name
        return .with {
            $0.principal = consumer.principal
            $0.consumer = consumer.name
            $0.position = letter.letter.position
            $0.type = Int(message.type) < typeNames.count ? String(decoding: typeNames[Int(message.type)], as: UTF8.self) : ""
            $0.id = withUnsafeBytes(of: (message.idHigh.bigEndian, message.idLow.bigEndian)) { Data($0) }
            $0.publisher = Int(message.client) < clientsByID.count ? clientsByID[Int(message.client)]?.principal ?? "" : ""
            if isOwn || type.map({ $0.dataClass == .public || $0.dataClass == .internal }) ?? false { $0.key = Data(bytes.slice(message.key)) }
            $0.recordedAtUs = message.recordedAt
            $0.diedAtUs = letter.at
            $0.attempts = letter.attempts
            $0.history = (try? WireFailureHistory(serializedBytes: letter.history)) ?? WireFailureHistory()
            $0.blocking = letter.isBlocking
            $0.retrying = letter.isRetrying
            $0.exercise = message.isExercise
            $0.erased = message.condition == .erased || message.condition == .partlyErased
            guard withBodies, isOwn, let type, session.rights.read.contains(type) else { return }
            $0.body = withView(of: bytes.slice(message.body), type, for: session.principal.role) { Data($0) } ?? Data()
        }
    }

    private func resolve(_ page: DeadLetterPage, _ admin: PendingAdmin, _ consumer: ConsumerState, _ isDiscarded: Bool) {
        guard let id = consumer.id else { return refuse(admin, GatewayError(.unknownConsumer, "this consumer is gone")) }
        var count = 0
        for letter in page.letters {
            let position = letter.letter.position
            guard let dead = consumer.dead[position], dead.isStored, !dead.isRetrying else { continue }
            if isDiscarded {
                pending.upkeep.append(discarded: id, position)
            } else {
                pending.upkeep.append(retried: id, position)
            }
            consumer.dead[position]?.isRetrying = !isDiscarded
            consumer.dead[position]?.isStored = !isDiscarded
            count += 1
        }
        admin.done.count = UInt64(count)
        admin.done.next = page.next ?? 0
        if count > 0 {
            note(isDiscarded ? .deadLettersDiscarded : .deadLettersRetried, consumer.principal, consumer.name, by: admin.session, count: count)
            report(
                .deadLettersResolved(
                    principal: consumer.principal,
                    consumer: consumer.name,
                    count: count,
                    isDiscarded: isDiscarded,
                    by: admin.session.client.name
                )
            )
        }
        pending.admins.append(admin)
    }
}
