import SwiftProtobuf
import Wire
public import ZeroMQ

/// Looks after a gateway over the protocol, as its operator; or, as any other principal, after its own consumers and their dead letters.
public final class Administration: Sendable {
    private let link: Link
    let handler: AdminHandler

    /// Begins to connect.
    public init(profile: Profile) throws(ZeroMQError) {
        // A session of its own, beside whatever else this principal runs.
        link = try Link(profile: profile, client: "\(profile.principal)/admin-\(EventID().description.suffix(12))")
        handler = AdminHandler(link: link)
        link.start(handler)
    }

    deinit { link.close() }

    public func close() async {
        link.close()
        await link.waitUntilEnded()
    }

    // MARK: Consumers

    /// Durable consumers by principal and name: all of them, page by page.
    ///
    /// - Throws: `GatewayError`, here and below.
    public func consumers() async throws -> [ConsumerReport] {
        try await all { (last: ConsumerReport?) in
            .with {
                $0.listConsumers.afterPrincipal = last?.principal ?? ""
                $0.listConsumers.afterConsumer = last?.name ?? ""
                $0.listConsumers.countMax = Self.pageCount
            }
        } of: {
            ($0.consumerList.consumers.map(ConsumerReport.init), $0.consumerList.more)
        }
    }

    private static let pageCount: UInt32 = 500

    /// Everything of a listing, page by page.
    ///
    /// - Parameters:
    ///   - request: Asks for what comes after a report; nil: from the first.
    ///   - page: The reports of an answer, and whether there are more.
    private func all<Report>(
        _ request: (Report?) -> AdminRequest,
        of page: (AdminResponse) throws -> (reports: [Report], isMore: Bool)
    ) async throws -> [Report] {
        var reports: [Report] = []
        var isMore = true
        while isMore {
            let next = try page(try await handler.ask(request(reports.last)))
            reports += next.reports
            isMore = next.isMore && !next.reports.isEmpty
        }
        return reports
    }

    /// Creates a durable consumer, or changes one and leaves its position.
    public func put(_ consumer: ConsumerDefinition) async throws {
        let command = consumer.command
        _ = try await handler.ask(.with { $0.putConsumer = command })
    }

    /// Stops deliveries, or lets them go on.
    public func setPaused(_ isPaused: Bool, principal: String, consumer: String) async throws {
        _ = try await handler.ask(
            .with {
                $0.pauseConsumer.principal = principal
                $0.pauseConsumer.consumer = consumer
                $0.pauseConsumer.paused = isPaused
            }
        )
    }

    /// Forgets a consumer and its position. Nobody may read it, and it may have no dead letters.
    public func delete(principal: String, consumer: String) async throws {
        _ = try await handler.ask(
            .with {
                $0.deleteConsumer.principal = principal
                $0.deleteConsumer.consumer = consumer
            }
        )
    }

    // MARK: Who there is

    /// Everybody the gateway knows, by name. For the roles `operator` and `auditor`.
    public func principals() async throws -> [PrincipalReport] {
        try await all { (last: PrincipalReport?) in
            .with {
                $0.listPrincipals.after = last?.name ?? ""
                $0.listPrincipals.countMax = Self.pageCount
            }
        } of: {
            ($0.principalList.principals.map(PrincipalReport.init), $0.principalList.more)
        }
    }

    /// Clients that have published, by name: everybody's for operator and auditor, else this principal's own.
    public func producers() async throws -> [ProducerReport] {
        try await all { (last: ProducerReport?) in
            .with {
                $0.listProducers.after = last?.client ?? ""
                $0.listProducers.countMax = Self.pageCount
            }
        } of: {
            ($0.producerList.producers.map(ProducerReport.init), $0.producerList.more)
        }
    }

    /// The officers' keys as the gateway's directory has them, by office and name; not yet confirmed by anybody: see ``KnownOfficers``. For the roles that publish
    /// or read something sealed, operator and auditor.
    ///
    /// - Throws: ``SealError`` where the directory holds what is no key.
    public func officers() async throws -> [OfficerPublicKey] {
        try await all { (last: OfficerPublicKey?) in
            .with {
                $0.listOfficers.afterOffice = last?.officer.office ?? ""
                $0.listOfficers.afterOfficer = last?.officer.name ?? ""
                $0.listOfficers.countMax = Self.pageCount
            }
        } of: {
            (try $0.officerList.officers.map(OfficerPublicKey.init), $0.officerList.more)
        }
    }

    // MARK: Chains and receipts

    /// The chain of a message, by position, page by page: those of its messages that this principal published or may read.
    ///
    /// - Parameter after: As the page before said; nil: from the first.
    /// - Returns: The page, and where the next one begins; nil: that was all.
    /// - Throws: `UNKNOWN_MESSAGE`: there is no such message, or none that this principal may know of.
    public func trace(
        _ message: MessageReference,
        after: UInt64? = nil,
        countMax: Int = 100
    ) async throws -> (messages: [TraceReport], next: UInt64?) {
        let response = try await handler.ask(
            .with {
                message.write(to: &$0.trace)
                $0.trace.after = after ?? 0
                $0.trace.countMax = UInt32(clamping: countMax)
            }
        )
        let list = response.traceList
        return (list.messages.map(TraceReport.init), list.next > 0 ? list.next : nil)
    }

    /// What became of one message with each consumer that is entitled to it.
    public func receipts(of message: MessageReference) async throws -> TraceReport {
        let response = try await handler.ask(
            .with {
                message.write(to: &$0.trace)
                $0.trace.alone = true
            }
        )
        guard let report = response.traceList.messages.first.map(TraceReport.init) else {
            throw GatewayError(.unknownMessage, "the gateway's answer holds no message")
        }
        return report
    }

    // MARK: Dead letters

    /// Dead letters, oldest first, page by page.
    ///
    /// - Parameters:
    ///   - after: As the page before said; nil: from the first.
    ///   - bodies: With the messages. Only the consumer's own principal gets them, in its own view.
    /// - Returns: The page, and where the next one begins; nil: that was all.
    public func deadLetters(
        _ query: DeadLetterSelection,
        after: UInt64? = nil,
        countMax: Int = 100,
        bodies: Bool = false
    ) async throws -> (letters: [DeadLetterReport], next: UInt64?) {
        let response = try await handler.ask(
            .with {
                $0.listDeadLetters.filter = query.command
                $0.listDeadLetters.after = after ?? 0
                $0.listDeadLetters.countMax = UInt32(clamping: countMax)
                $0.listDeadLetters.bodies = bodies
            }
        )
        let list = response.deadLetterList
        return (list.letters.map(DeadLetterReport.init), list.next > 0 ? list.next : nil)
    }

    /// Tries dead letters again, with all attempts before them.
    ///
    /// - Returns: How many.
    public func retry(_ query: DeadLetterSelection) async throws -> Int { try await resolve(query, isDiscarded: false) }

    /// Throws dead letters away for good.
    ///
    /// - Returns: How many.
    public func discard(_ query: DeadLetterSelection) async throws -> Int { try await resolve(query, isDiscarded: true) }

    /// Destroys the key under which everything about a subject is stored, and tells the agencies.
    ///
    /// - Parameters:
    ///   - subject: A worker, a document, a case, a loan, a voice or a referral, as messages have it.
    ///   - reason: 3 to 200 characters: a reference to the request.
    /// - Returns: Whether the gateway had stored anything about it.
    public func erase(_ subject: String, reason: String) async throws -> Bool {
        let response = try await handler.ask(
            .with {
                $0.eraseSubject.subject = subject
                $0.eraseSubject.reason = reason
            }
        )
        return response.done.count > 0
    }

    private func resolve(_ query: DeadLetterSelection, isDiscarded: Bool) async throws -> Int {
        var count = 0
        var after: UInt64 = 0
        repeat {
            let start = after
            let response = try await handler.ask(
                .with {
                    $0.resolveDeadLetters.filter = query.command
                    $0.resolveDeadLetters.discard = isDiscarded
                    $0.resolveDeadLetters.after = start
                }
            )
            count += Int(response.done.count)
            after = response.done.next
        } while after > 0
        return count
    }
}
