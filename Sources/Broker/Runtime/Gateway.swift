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
        let journal = try SQLiteJournal(
            path: home.journalPath(configuration),
            options: .init(
                auditKey: home.auditKey(),
                vault: JournalVault(master: home.masterKey(configuration), subjects: CatalogueSubjects(catalogue: .standard))
            )
        )
        try Self.checkHead(home, configuration, logger)
        router = try RouterThread(
            RouterThread.Setup(
                listener: Listener(endpoint: configuration.endpoint, advertised: configuration.advertised, key: try home.serverKey()),
                nextListener: try home.nextServer(configuration).map { Listener(endpoint: $0.endpoint, advertised: $0.advertised, key: $0.key) },
                limits: try configuration.limits(limits),
                retention: try configuration.retentionPolicy(),
                journal: journal,
                directory: DirectoryFiles(principals: home.principalFile, policy: home.policyFile),
                officers: home.officerFile,
                homeActs: HomeActWatch(spool: home.actSpool),
                sealed: { seal in
                    do { try home.write(auditHead: seal) } catch {
                        logger.error("the last seal could not be written", metadata: ["reason": "\(error)"])
                    }
                },
                software: software,
                logger: logger
            )
        )
        endpoint = try router.start()
    }

    /// A journal that was restored from a backup is served all the same: agencies wait for it. That it is an older one is said aloud, and what it should
    /// have held is kept.
    private static func checkHead(_ home: GatewayHome, _ configuration: GatewayConfiguration, _ logger: Logger) throws {
        guard let seal = try home.auditHead(), try !AuditVerifier(path: home.journalPath(configuration)).holds(seal) else { return }
        let aside = try home.setAside(auditHead: seal)
        logger.error(
            "the journal is not the one that was sealed last: was it restored from a backup? `cuakhau audit verify --since FILE` says what is missing",
            metadata: ["sealed_through_position": "\(seal.lastPosition)", "seal": "\(aside)"]
        )
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
