import Wire

/// Decides when a link dials, greets, beats and gives up. Does no I/O; times are microseconds on a clock that never goes back.
struct LinkMachine {
    enum State: Equatable {
        /// No socket; dial at this time.
        case waiting(until: Int64)
        /// HELLO sent; WELCOME is due by this time.
        case greeting(deadline: Int64)
        case ready
        /// Ended for good.
        case ended
    }

    enum Action: Equatable {
        case none
        case dial
        case drop
        case beat
    }

    private(set) var state: State
    private(set) var failures = 0
    private var heartbeat: Int64 = 10_000_000
    private var timeout: Int64 = 30_000_000
    private var lastHeard: Int64 = 0
    private var lastSent: Int64 = 0

    static let greetingTimeout: Int64 = 5_000_000
    static let backoffFloor: Int64 = 50_000
    static let backoffMax: Int64 = 10_000_000

    init(now: Int64) {
        state = .waiting(until: now)
    }

    /// When ``timerFired(now:)`` is due next.
    var dueAt: Int64 {
        switch state {
        case .waiting(let until): until
        case .greeting(let deadline): deadline
        case .ready: min(lastSent + heartbeat, lastHeard + timeout)
        case .ended: .max
        }
    }

    var isReady: Bool { state == .ready }

    mutating func timerFired(now: Int64, random: Double) -> Action {
        switch state {
        case .waiting(let until) where now >= until:
            state = .greeting(deadline: now + Self.greetingTimeout)
            return .dial
        case .greeting(let deadline) where now >= deadline: return lost(now: now, random: random)
        case .ready where now >= lastHeard + timeout: return lost(now: now, random: random)
        case .ready where now >= lastSent + heartbeat:
            lastSent = now
            return .beat
        case .waiting, .greeting, .ready, .ended: return .none
        }
    }

    mutating func welcomed(_ limits: Limits, now: Int64) {
        guard case .greeting = state else { return }
        state = .ready
        failures = 0
        lastHeard = now
        lastSent = now
        // A third of what the gateway waits, so that one lost beat costs nothing.
        timeout = Int64(max(1_000, limits.sessionTimeoutMs)) * 1_000
        heartbeat = min(Int64(max(100, limits.heartbeatMs)) * 1_000, timeout / 3)
    }

    mutating func heard(now: Int64) { lastHeard = now }
    mutating func sent(now: Int64) { lastSent = now }

    /// The link broke, or the gateway does not know the session: dial again, later each time, never all clients at once.
    mutating func lost(now: Int64, random: Double, atLeast delay: Int64 = 0) -> Action {
        guard state != .ended else { return .none }
        let ceiling = min(Self.backoffMax, Self.backoffFloor << Int64(min(failures, 16)))
        failures += 1
        let jittered = Int64(Double(ceiling) * (0.5 + random / 2))
        state = .waiting(until: now + max(delay, jittered))
        return .drop
    }

    mutating func end() -> Action {
        state = .ended
        return .drop
    }
}
