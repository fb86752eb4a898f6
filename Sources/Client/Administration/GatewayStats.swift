import SwiftProtobuf
import Synchronization
import Wire
import ZeroMQ

/// What a gateway counts. Asked for by principals of the roles `operator` and `auditor`.
public struct GatewayStats: Sendable {
    let stats: Stats

    /// Asks a gateway once.
    ///
    /// - Throws: `GatewayError` where this principal may not ask, or `CancellationError`.
    public static func request(profile: Profile) async throws -> GatewayStats {
        let label = "stats-\(EventID().description.suffix(12))"
        let link = try Link(profile: profile, client: "\(profile.principal)/\(label)")
        let handler = StatsHandler(link: link)
        link.start(handler)
        let result = await withTaskCancellationHandler {
            await handler.answer()
        } onCancel: {
            link.close()
        }
        link.close()
        await link.waitUntilEnded()
        return try result.get()
    }

    /// As JSON, in the names of Protocols/cuakhau/wire/v1/commands.proto.
    public func json() throws -> String {
        var options = JSONEncodingOptions()
        options.preserveProtoFieldNames = true
        options.alwaysPrintInt64sAsNumbers = true
        return try stats.jsonString(options: options)
    }

    public var lastPosition: UInt64 { stats.lastPosition }
    public var confirmed: UInt64 { stats.confirmed }
    public var delivered: UInt64 { stats.delivered }
    public var acknowledged: UInt64 { stats.acknowledged }
    public var redelivered: UInt64 { stats.redelivered }
    public var duplicates: UInt64 { stats.duplicates }
    public var refused: UInt64 { stats.refused }
    public var commits: UInt64 { stats.commits }
    public var journalBytes: UInt64 { stats.journalBytes }
    public var sessions: UInt32 { stats.sessions }
    public var startedAt: Int64 { stats.startedUs }
    /// The gateway's clock when it answered, in microseconds since 1970-01-01T00:00:00Z.
    public var time: Int64 { stats.timeUs }

    /// A consumer as the gateway sees it.
    public struct Consumer: Sendable {
        public let principal: String
        public let name: String
        public let filter: String
        public let isConnected: Bool
        public let position: UInt64
        public let lag: UInt64
        /// When the gateway received the first message that it has not settled, in microseconds since 1970-01-01T00:00:00Z; nil: there is none, or
        /// it is not known yet.
        public let waitingSince: Int64?
        public let isSlow: Bool
        /// Removed by a hard limit of retention before it had settled them.
        public let expired: UInt64
        public let inFlight: UInt32
        public let delivered: UInt64
        public let redelivered: UInt64
        public let acknowledged: UInt64
    }

    public var consumers: [Consumer] {
        stats.consumers.map {
            Consumer(
                principal: $0.principal,
                name: $0.consumer,
                filter: $0.filter,
                isConnected: $0.connected,
                position: $0.position,
                lag: $0.lagMessages,
                waitingSince: $0.waitingSinceUs > 0 ? $0.waitingSinceUs : nil,
                isSlow: $0.slow,
                expired: $0.expired,
                inFlight: $0.inFlight,
                delivered: $0.delivered,
                redelivered: $0.redelivered,
                acknowledged: $0.acknowledged
            )
        }
    }
}

/// Sends one request and waits for its answer, through lost links.
private final class StatsHandler: LinkHandler {
    private struct State {
        var isToSend = false
        var result: Result<GatewayStats, any Error>?
        var waiter: CheckedContinuation<Result<GatewayStats, any Error>, Never>?
    }

    private let state = Mutex(State())
    private let link: Link

    init(link: Link) { self.link = link }

    func answer() async -> Result<GatewayStats, any Error> {
        await withCheckedContinuation { continuation in
            let result = state.withLock { state in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let result { continuation.resume(returning: result) }
        }
    }

    private func finish(_ result: Result<GatewayStats, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Result<GatewayStats, any Error>, Never>? in
            guard state.result == nil else { return nil }
            state.result = result
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: result)
    }

    func firstUnconfirmed() -> UInt64 { 0 }

    func opened(_ welcome: Welcome, now: Int64) { state.withLock { $0.isToSend = true } }

    func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64) {
        switch command {
        case .stats:
            guard let stats = try? Stats(serializedBytes: Array(frame[payload])) else { return }
            finish(.success(GatewayStats(stats: stats)))
        case .error:
            guard let error = try? ErrorCommand(serializedBytes: Array(frame[payload])) else { return }
            finish(.failure(GatewayError(error)))
        default: break
        }
    }

    func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64? {
        let isToSend = state.withLock { state in
            defer { state.isToSend = false }
            return state.isToSend
        }
        if isToSend { send([UInt8](command: .statsRequest, StatsRequest())) }
        return nil
    }

    func lost(_ error: GatewayError?) -> Bool {
        guard let error else { return true }
        return error.code == GatewayErrorCode(.helloRequired) || error.code == GatewayErrorCode(.shuttingDown)
    }

    func ended(_ error: (any Error)?) { finish(.failure(error ?? CancellationError())) }
}
