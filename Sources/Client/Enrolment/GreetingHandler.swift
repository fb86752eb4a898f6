import Synchronization
import Wire

/// Waits for one WELCOME.
final class GreetingHandler: LinkHandler {
    private struct State {
        var result: Result<GatewayGreeting, any Error>?
        var waiter: CheckedContinuation<Result<GatewayGreeting, any Error>, Never>?
    }

    private let state = Mutex(State())

    func greeting() async -> Result<GatewayGreeting, any Error> {
        await withCheckedContinuation { continuation in
            let result = state.withLock { state in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let result { continuation.resume(returning: result) }
        }
    }

    private func finish(_ result: Result<GatewayGreeting, any Error>) {
        let waiter = state.withLock { state in
            guard state.result == nil else { return nil as CheckedContinuation<Result<GatewayGreeting, any Error>, Never>? }
            state.result = result
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: result)
    }

    // MARK: LinkHandler

    func firstUnconfirmed() -> UInt64 { 0 }
    func opened(_ welcome: Welcome, now: Int64) { finish(.success(GatewayGreeting(welcome))) }
    func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64) {}
    func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64? { nil }

    func lost(_ error: GatewayError?) -> Bool {
        guard let error else { return true }
        return error.retryAfter != nil || error.code == GatewayErrorCode(.shuttingDown)
    }

    func ended(_ error: (any Error)?) { finish(.failure(error ?? CancellationError())) }
}
