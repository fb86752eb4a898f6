import SwiftProtobuf
import Synchronization
import Wire

/// Sends administrative requests and matches their answers, through lost links.
final class AdminHandler: LinkHandler {
    private struct State {
        var requests: [UInt64: AdminRequest] = [:]
        var unsent: [UInt64] = []
        var waiters = Waiters<UInt64, AdminResponse>()
        var lastRequest: UInt64 = 0
        var failure: (any Error)?
    }

    private let state = Mutex(State())
    private let link: Link

    init(link: Link) { self.link = link }

    func ask(_ request: AdminRequest) async throws -> AdminResponse {
        let ticket = state.withLock { $0.waiters.takeTicket() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let failure: (any Error)? = state.withLock { state in
                    if state.waiters.use(ticket) { return CancellationError() }
                    if let failure = state.failure { return failure }
                    state.lastRequest += 1
                    var request = request
                    request.request = state.lastRequest
                    state.requests[request.request] = request
                    state.unsent.append(request.request)
                    state.waiters.wait(ticket, for: request.request, continuation)
                    return nil
                }
                if let failure { continuation.resume(throwing: failure) }
                link.wake()
            }
        } onCancel: {
            state.withLock { $0.waiters.cancel(ticket) }?.resume(throwing: CancellationError())
        }
    }

    private func take(_ request: UInt64) -> [Waiters<UInt64, AdminResponse>.Continuation] {
        state.withLock { state in
            state.requests[request] = nil
            return state.waiters.popAll { $0 == request }
        }
    }

    // MARK: LinkHandler

    func firstUnconfirmed() -> UInt64 { 0 }

    /// What was asked in an earlier session may not have been heard: every request can be asked twice and means the same.
    func opened(_ welcome: Welcome, now: Int64) { state.withLock { $0.unsent = $0.requests.keys.sorted() } }

    func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64) {
        switch command {
        case .adminResponse:
            guard let response = try? AdminResponse(serializedBytes: Array(frame[payload])) else { return }
            for waiter in take(response.request) { waiter.resume(returning: response) }
        case .error:
            guard let error = try? ErrorCommand(serializedBytes: Array(frame[payload])) else { return }
            for waiter in take(error.request) { waiter.resume(throwing: GatewayError(error)) }
        default: break
        }
    }

    func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64? {
        let requests = state.withLock { state in
            defer { state.unsent.removeAll() }
            return state.unsent.compactMap { state.requests[$0] }
        }
        for request in requests { send([UInt8](command: .adminRequest, request)) }
        return nil
    }

    func lost(_ error: GatewayError?) -> Bool {
        guard let error else { return true }
        return error.code == GatewayErrorCode(.helloRequired) || error.code == GatewayErrorCode(.shuttingDown)
    }

    func ended(_ error: (any Error)?) {
        let failure = error ?? GatewayError(.shuttingDown, "this connection was closed")
        let waiters = state.withLock { state in
            state.failure = failure
            return state.waiters.popAll()
        }
        for waiter in waiters { waiter.resume(throwing: failure) }
    }
}
