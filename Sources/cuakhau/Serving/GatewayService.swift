import Broker
import Logging
import ServiceLifecycle

/// A gateway as a service: started already, stopped gracefully, watched by systemd where that asks for it.
struct GatewayService: Service {
    let gateway: Gateway
    let notifier: SystemdNotifier?
    let logger: Logger

    func run() async throws {
        notifier?.send("READY=1\nSTATUS=listening on \(gateway.endpoint)")
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let notifier, let interval = notifier.watchdogInterval {
                group.addTask { await watch(notifier, every: interval) }
            }
            group.addTask {
                try await withGracefulShutdownHandler {
                    try await gateway.waitUntilStopped()
                } onGracefulShutdown: {
                    logger.notice("stopping: committing what was accepted")
                    notifier?.send("STOPPING=1")
                    gateway.stop()
                }
            }
            defer { group.cancelAll() }
            // The watch never ends by itself: the first to end is the gateway.
            while try await group.next() != nil {
                group.cancelAll()
            }
        }
    }

    /// Tells systemd that the gateway turns, for as long as it does: a thread that hangs is restarted.
    private func watch(_ notifier: SystemdNotifier, every interval: Duration) async {
        var seen: UInt64 = 0
        while !Task.isCancelled {
            let turns = gateway.turnCount
            if turns != seen { notifier.send("WATCHDOG=1") }
            seen = turns
            try? await Task.sleep(for: interval)
        }
    }
}
