import Client
import Contracts
import Foundation
import Synchronization

/// An honest agency that publishes one message after another while something else goes on, and must not notice it.
final class SteadyPublisher: Sendable {
    private let publisher: DirectPublisher
    private let task = Mutex<Task<Void, any Error>?>(nil)
    private let state = Mutex((confirmed: UInt64(0), slowest: Duration.zero))

    init(_ profile: Profile) throws {
        publisher = try DirectPublisher(profile: profile, name: "steady")
    }

    var confirmed: UInt64 { state.withLock { $0.confirmed } }
    /// How long its slowest message took.
    var slowest: Duration { state.withLock { $0.slowest } }

    /// Runs `body` while messages are published before, during and after it.
    ///
    /// - Throws: What `body` throws, or what kept a message from being confirmed.
    func during(_ body: () async throws -> Void) async throws {
        start()
        try await progress()
        do {
            try await body()
            try await progress()
        } catch {
            await stop()
            throw error
        }
        task.withLock { $0 }?.cancel()
        let running = task.withLock { $0 }
        do { try await running?.value } catch is CancellationError {}
        await publisher.close()
    }

    /// Waits until two more messages are confirmed: the second was published after this call.
    func progress() async throws {
        let before = confirmed
        try await wait(for: "the other client goes on publishing") { confirmed >= before + 2 }
    }

    private func start() {
        let task = Task { [self] in
            var number: UInt64 = 0
            while !Task.isCancelled {
                number += 1
                let start = ContinuousClock.now
                try await publisher.publish(Crossings.exit(key: Int(number % 7), number: number))
                let taken = ContinuousClock.now - start
                state.withLock {
                    $0.confirmed += 1
                    $0.slowest = max($0.slowest, taken)
                }
            }
        }
        self.task.withLock { $0 = task }
    }

    private func stop() async {
        task.withLock { $0 }?.cancel()
        await publisher.close()
    }
}
