public import Client
import Foundation
import GRDB
public import Logging

/// An office at work: takes what the gateway delivers, sends what its store holds for it, and does what is due. Whatever ends it, it goes on where it was.
public struct OfficeService<Rules: Office>: Sendable {
    private let store: OfficeStore
    private let rules: Rules
    private let profile: Profile
    private let clock: OfficeClock
    private let logger: Logger

    /// The most messages in one transaction.
    private static var batchMax: Int { 200 }
    /// How often it looks for what another process has put into the store, and at the clock.
    private static var lookInterval: Duration { .milliseconds(50) }
    /// How often it looks for what is due, in seconds.
    private static var tickSeconds: Int64 { 60 }
    /// How long it leaves a failing disk alone.
    private static var diskPause: Duration { .seconds(1) }

    public init(store: OfficeStore, rules: Rules, profile: Profile, clock: OfficeClock, logger: Logger) {
        self.store = store
        self.rules = rules
        self.profile = profile
        self.clock = clock
        self.logger = logger
    }

    /// Works until the task is cancelled; then it says goodbye to the gateway.
    ///
    /// - Throws: `GatewayError`: the gateway refuses this client or its subscription; `OutboxError`: another process does this office's work.
    public func run() async throws {
        var options = Publisher.Options()
        options.logger = logger
        let publisher = try Publisher(profile: profile, store: store.queue, options: options)
        let consumer = try Consumer(
            profile: profile,
            settings: Consumer.Settings(name: "office", filter: Rules.filter, purpose: Rules.purpose)
        )
        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await consume(consumer, publisher) }
                group.addTask { try await look(publisher) }
                try await group.next()
                group.cancelAll()
            }
        } catch is CancellationError {
            // Asked to end.
        } catch {
            await consumer.close()
            await publisher.close()
            throw error
        }
        await consumer.close()
        await publisher.close()
    }

    private func consume(_ consumer: Consumer, _ publisher: Publisher) async throws {
        let inbox = Inbox(store: store, rules: rules)
        while true {
            let deliveries = try await consumer.next(upTo: Self.batchMax)
            guard let last = deliveries.last else { throw CancellationError() }
            let messages = deliveries.map { ReceivedMessage($0) }
            while true {
                do {
                    try inbox.take(messages, at: clock.now())
                    break
                } catch {
                    note(error)
                    try await Task.sleep(for: Self.diskPause)
                }
            }
            last.acknowledgeThrough()
            publisher.wake()
        }
    }

    private func look(_ publisher: Publisher) async throws {
        var version: Int?
        var ticked: UTCTime?
        while true {
            do {
                let found = try store.version()
                if found != version { publisher.wake() }
                version = found
                let now = clock.now()
                if ticked.map({ abs(now.seconds(since: $0)) >= Self.tickSeconds }) ?? true {
                    try tick(now)
                    ticked = now
                    publisher.wake()
                }
            } catch {
                note(error)
                try await Task.sleep(for: Self.diskPause)
            }
            try await Task.sleep(for: Self.lookInterval)
        }
    }

    private func tick(_ now: UTCTime) throws {
        try store.write(at: now) { transaction in
            try rules.clockMoved(in: transaction)
            try transaction.database.execute(sql: "UPDATE office SET ticked_at = ?", arguments: [now.microseconds])
        }
    }

    private func note(_ error: any Error) {
        let refusal = error as? OfficeError
        logger.error(
            "the store cannot be used at this moment: nothing is lost, it is tried again",
            metadata: ["code": "\(refusal?.code.rawValue ?? "unknown")", "detail": "\(refusal?.wording.en ?? "")"]
        )
    }
}
