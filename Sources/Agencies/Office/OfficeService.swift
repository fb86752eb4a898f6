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
    private let approval: UInt64?
    private let logger: Logger

    /// The most messages in one transaction.
    private static var batchMax: Int { 200 }
    /// How often it looks for what another process has put into the store, and at the clocks.
    private static var lookInterval: Duration { .milliseconds(50) }
    /// How often it looks for what is due, in seconds.
    private static var tickSeconds: Int64 { 60 }
    /// How long it leaves a failing disk alone.
    private static var diskPause: Duration { .seconds(1) }

    /// - Parameter approval: The number of an approved bulk read, where the store was put back from a copy that is far behind.
    public init(store: OfficeStore, rules: Rules, profile: Profile, clock: OfficeClock, approval: UInt64? = nil, logger: Logger) {
        self.store = store
        self.rules = rules
        self.profile = profile
        self.clock = clock
        self.approval = approval
        self.logger = logger
    }

    /// Works until the task is cancelled; then it says goodbye to the gateway.
    ///
    /// - Throws: `GatewayError`: the gateway refuses this client or its subscription; `OutboxError`: another process does this office's work;
    ///   ``OfficeError`` with code ``OfficeError/Code/forbidden``: the store is far behind what the gateway has delivered.
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
        try await consumer.subscribed()
        let missed = MissedMessages(inbox: inbox, profile: profile, approval: approval)
        let origin = consumer.origin ?? 0
        try await missed.read(before: origin, logger) { message in
            try await take([message], inbox)
            publisher.wake()
        }
        if origin > 0 { try inbox.pass(through: origin - 1, at: clock.now()) }
        while true {
            let deliveries = try await consumer.next(upTo: Self.batchMax)
            guard let last = deliveries.last else { throw CancellationError() }
            try await take(deliveries.map { ReceivedMessage($0) }, inbox)
            last.acknowledgeThrough()
            publisher.wake()
        }
    }

    /// Takes messages, and tries again until the disk has them.
    private func take(_ messages: [ReceivedMessage], _ inbox: Inbox<Rules>) async throws {
        while true {
            do {
                return try inbox.take(messages, at: clock.now())
            } catch {
                note(error)
                try await Task.sleep(for: Self.diskPause)
            }
        }
    }

    private func look(_ publisher: Publisher) async throws {
        var version: Int?
        var ticked: UTCTime?
        var known: ClockEstimate?
        var refusals = 0
        while true {
            do {
                let found = try store.version()
                if found != version { publisher.wake() }
                version = found
                let (now, estimate) = compare(publisher)
                let refused = publisher.refusals
                let wasSet = estimate.map { estimate in known.map { !$0.agrees(with: estimate) } ?? true } ?? false
                // What was refused for a wrong clock is said again by what is due: before a person has set that clock right.
                if wasSet || refused != refusals || ticked.map({ abs(now.seconds(since: $0)) >= Self.tickSeconds }) ?? true {
                    try tick(now, estimate)
                    (ticked, known, refusals) = (now, estimate, refused)
                    publisher.wake()
                }
            } catch {
                note(error)
                try await Task.sleep(for: Self.diskPause)
            }
            try await Task.sleep(for: Self.lookInterval)
        }
    }

    /// What this machine's clock shows, and how it stands to the gateway's; nil: not known, or not this machine's.
    private func compare(_ publisher: Publisher) -> (now: UTCTime, estimate: ClockEstimate?) {
        let before = ContinuousClock.now
        let now = clock.now()
        guard clock.isOfMachine, let gateway = publisher.gatewayClock else { return (now, nil) }
        return (now, ClockEstimate(gateway, now, between: before, and: .now))
    }

    private func tick(_ now: UTCTime, _ estimate: ClockEstimate?) throws {
        try store.write(at: now) { transaction in
            if let estimate { try ClockBook(database: transaction.database).note(estimate, at: now) }
            try rules.tick(in: transaction)
        }
    }

    private func note(_ error: any Error) {
        let refusal = OfficeError(cause: error)
        logger.error(
            "the store cannot be used at this moment: nothing is lost, it is tried again",
            metadata: ["code": "\(refusal.code.rawValue)", "detail": "\(refusal.wording.en)"]
        )
    }
}
