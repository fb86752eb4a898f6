import SwiftProtobuf
import Wire
public import ZeroMQ

/// Looks after a gateway over the protocol, as its operator; or, as any other principal, after its own consumers and their dead letters.
public final class Administration: Sendable {
    private let link: Link
    private let handler: AdminHandler

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
        var reports: [ConsumerReport] = []
        var isMore = true
        while isMore {
            let response = try await handler.ask(
                .with {
                    $0.listConsumers.afterPrincipal = reports.last?.principal ?? ""
                    $0.listConsumers.afterConsumer = reports.last?.name ?? ""
                    $0.listConsumers.countMax = 500
                }
            )
            reports += response.consumerList.consumers.map(ConsumerReport.init)
            isMore = response.consumerList.more && !response.consumerList.consumers.isEmpty
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
