import Contracts
import Foundation
import Journal
public import Logging
import ZeroMQ

/// A running broker: opens the journal of a home, listens, and serves until it is told to stop.
public final class Gateway: Sendable {
    private let router: RouterThread
    /// Where it listens: with the port that the system chose, where the settings said port 0.
    public let endpoint: String

    /// Starts a gateway.
    ///
    /// - Throws: ``HomeError``, `JournalError` (damaged, newer, held by another process) or `ZeroMQError` (the port is taken).
    public init(home: GatewayHome, limits: BrokerLimits = BrokerLimits(), software: String, logger: Logger) throws {
        let configuration = try home.configuration()
        let journal = try SQLiteJournal(path: home.journalPath(configuration))
        router = try RouterThread(
            RouterThread.Setup(
                endpoint: configuration.endpoint,
                serverKey: try home.serverKey(),
                limits: limits,
                retention: try configuration.retentionPolicy(),
                journal: journal,
                principals: home.principalFile,
                software: software,
                logger: logger
            )
        )
        endpoint = try router.start()
    }

    /// How often its thread has gone round: rises at least once a second while it is well.
    public var turnCount: UInt64 { router.turnCount }

    /// Asks it to stop: what was accepted is committed and confirmed, every client is told goodbye.
    public func stop() { router.stop() }

    /// Returns when it has stopped.
    ///
    /// - Throws: What ended it, where it was not ``stop()``.
    public func waitUntilStopped() async throws { try await router.waitUntilEnded() }
}
