import Contracts
import Dispatch
import Foundation
import Journal
import Logging
import Synchronization
import Wire
import ZeroMQ

/// The thread that owns the ROUTER socket and the core: it reads frames, feeds the core, and carries out what the core decides.
final class RouterThread: Sendable {
    struct Setup: Sendable {
        var listener: Listener
        /// While the server key is being exchanged.
        var nextListener: Listener?
        var limits: BrokerLimits
        var retention: RetentionPolicy
        var journal: any Journal
        var directory: DirectoryFiles
        var officers: OfficerFile
        var homeActs: HomeActWatch
        var sealed: @Sendable (AuditSeal) -> Void
        var software: String
        var logger: Logger
    }

    private let setup: Setup
    private let completions: Completions
    private let writer: JournalWriter
    private let reading: JournalReading
    private let started = DispatchSemaphore(value: 0)
    private let turns = Atomic<UInt64>(0)
    private let outcome = Mutex<Outcome>(Outcome())

    private struct Outcome {
        var endpoint = ""
        var error: (any Error)?
        var hasEnded = false
        var waiters: [CheckedContinuation<Void, any Error>] = []
    }

    init(_ setup: Setup) throws {
        self.setup = setup
        completions = try Completions()
        writer = JournalWriter(journal: setup.journal, completions: completions, sealed: setup.sealed)
        reading = JournalReading(journal: setup.journal, limits: setup.limits, completions: completions)
    }

    /// Recovers the journal, binds, and returns the endpoint that clients connect to.
    func start() throws -> String {
        writer.start()
        reading.start()
        let thread = Thread { [self] in
            ThreadName.set("router")
            run()
        }
        thread.stackSize = 4 << 20
        thread.start()
        started.wait()
        return try outcome.withLock { outcome in
            if let error = outcome.error { throw error }
            return outcome.endpoint
        }
    }

    var turnCount: UInt64 { turns.load(ordering: .relaxed) }

    func stop() { completions.post(.stop) }

    func waitUntilEnded() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let result: Result<Void, any Error>? = outcome.withLock { outcome in
                guard outcome.hasEnded else {
                    outcome.waiters.append(continuation)
                    return nil
                }
                return outcome.error.map { .failure($0) } ?? .success(())
            }
            if let result { continuation.resume(with: result) }
        }
    }

    private func run() {
        var failure: (any Error)?
        do {
            var loop = try RouterLoop(setup, completions: completions, writer: writer, reading: reading)
            outcome.withLock { $0.endpoint = loop.endpoint }
            started.signal()
            try loop.run { turns.add(1, ordering: .relaxed) }
        } catch {
            failure = error
        }
        reading.stop()
        writer.stop()
        do throws(JournalError) { try setup.journal.close() } catch { if failure == nil { failure = error } }
        let waiters = outcome.withLock { outcome in
            outcome.error = failure
            outcome.hasEnded = true
            defer { outcome.waiters = [] }
            return outcome.waiters
        }
        started.signal()
        for waiter in waiters {
            if let failure { waiter.resume(throwing: failure) } else { waiter.resume() }
        }
    }
}
