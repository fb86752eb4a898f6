import Foundation
import SwiftProtobuf
import Wire
import ZeroMQ

/// The turns of a link's thread.
struct LinkLoop: ~Copyable {
    private let link: Link
    private let handler: any LinkHandler
    private let context: Context
    private var machine: LinkMachine
    private var connection: DealerConnection?
    private var frame: Frame
    private var nextFill: Int64?
    private var beats: UInt64 = 0
    /// Tells the gateway which HELLO is the latest of this link.
    private let instance: Data
    private var attempts: UInt64 = 0
    /// When the latest HELLO left.
    private var greetedAt = ContinuousClock.now

    init(link: Link, handler: any LinkHandler) throws(ZeroMQError) {
        let context = try Context()
        self.link = link
        self.handler = handler
        self.context = context
        frame = Frame()
        machine = LinkMachine(now: Self.now())
        instance = EventID().withBytes { Data($0) }
    }

    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    /// Runs until the link is closed, or ended by a refusal or a configuration that no retry mends.
    mutating func run() -> (any Error)? {
        while true {
            let hadConnection = connection != nil
            do throws(ZeroMQError) {
                if let refusal = try turn() { return refusal }
            } catch {
                guard hadConnection, !error.isOfConfiguration, machine.state != .ended else { return error }
                drop()
            }
            if machine.state == .ended { return nil }
        }
    }

    /// The socket failed: a new one may do better.
    private mutating func drop() {
        connection = nil
        nextFill = nil
        _ = handler.lost(nil)
        _ = machine.lost(now: Self.now(), random: .random(in: 0...1))
    }

    private mutating func turn() throws(ZeroMQError) -> GatewayError? {
        try wait()
        link.wakeup.drain()
        let now = Self.now()
        if let refusal = try receive(now) { return refusal }
        if let refusal = try watch(now) { return refusal }
        if link.isToClose { return try goodbye(now) }
        if link.takeRedial() { try lose(nil, now, atLeast: 500_000) }
        try carryOut(machine.timerFired(now: now, random: .random(in: 0...1)), now)
        try fill(now)
        return nil
    }

    private mutating func wait() throws(ZeroMQError) {
        let due = min(machine.dueAt, nextFill ?? .max)
        let milliseconds = Int(min(60_000, max(0, (due - min(due, Self.now()) + 999) / 1_000)))
        if connection != nil {
            _ = try connection!.wait(milliseconds)
        } else {
            var poller = Poller()
            _ = poller.add(fileDescriptor: link.wakeup.fileDescriptor)
            _ = try poller.wait(timeoutMilliseconds: milliseconds)
        }
    }

    private mutating func receive(_ now: Int64) throws(ZeroMQError) -> GatewayError? {
        var count = 0
        while connection != nil, count < 256, try connection!.receive(into: &frame) {
            count += 1
            machine.heard(now: now)
            let bytes = frame.withUnsafeBytes { Array($0) }
            guard let (kind, payload) = Self.command(of: bytes) else { continue }
            switch kind {
            case .welcome: open(bytes[payload], now)
            case .error:
                let command = try? ErrorCommand(serializedBytes: Array(bytes[payload]))
                if let command, command.subscription == 0 {
                    if let refusal = try refused(GatewayError(command), payload, bytes, now) { return refusal }
                } else {
                    handler.received(kind, payload: payload, frame: bytes, now: now)
                }
            case .goodbye: try lose(GatewayError(.shuttingDown, "the gateway is stopping"), now, atLeast: 200_000)
            case .heartbeat: break
            default:
                if machine.isReady { handler.received(kind, payload: payload, frame: bytes, now: now) }
            }
        }
        return nil
    }

    private static func command(of bytes: [UInt8]) -> (CommandKind, Range<Int>)? {
        bytes.withUnsafeBytes { raw in
            guard let parsed = try? ParsedFrame(raw), let base = raw.baseAddress, let start = parsed.payload.baseAddress else { return nil }
            return (parsed.kind, (start - base)..<(start - base + parsed.payload.count))
        }
    }

    private mutating func open(_ payload: ArraySlice<UInt8>, _ now: Int64) {
        guard let welcome = try? Welcome(serializedBytes: Array(payload)), case .greeting = machine.state else { return }
        link.gatewayClock = GatewayClock(time: welcome.timeUs, asked: greetedAt, answered: .now)
        machine.welcomed(welcome.limits, now: now)
        handler.opened(welcome, now: now)
    }

    /// A refusal that concerns the session as a whole.
    private mutating func refused(
        _ error: GatewayError,
        _ payload: Range<Int>,
        _ frame: [UInt8],
        _ now: Int64
    ) throws(ZeroMQError) -> GatewayError? {
        switch error.code {
        case GatewayErrorCode(.fenced):
            // The newer session is alive: to dial again would only fence it in turn.
            _ = handler.lost(error)
            try carryOut(machine.end(), now)
            return error
        case GatewayErrorCode(.helloRequired), GatewayErrorCode(.shuttingDown), GatewayErrorCode(.quotaExceeded), GatewayErrorCode(.busy):
            try lose(error, now)
            return nil
        case GatewayErrorCode(.unauthenticated), GatewayErrorCode(.keyRevoked), GatewayErrorCode(.keyExpired), GatewayErrorCode(.clientNameRefused),
            GatewayErrorCode(.unsupportedVersion), GatewayErrorCode(.routingIDRefused):
            return try refusedForNow(error, now)
        default:
            handler.received(.error, payload: payload, frame: frame, now: now)
            return nil
        }
    }

    /// No retry helps until a person acts: the handler decides whether to go on trying, slowly.
    private mutating func refusedForNow(_ error: GatewayError, _ now: Int64) throws(ZeroMQError) -> GatewayError? {
        guard handler.lost(error) else {
            try carryOut(machine.end(), now)
            return error
        }
        try carryOut(machine.lost(now: now, random: .random(in: 0...1), atLeast: 5_000_000), now)
        return nil
    }

    private mutating func lose(_ error: GatewayError?, _ now: Int64, atLeast delay: Int64 = 0) throws(ZeroMQError) {
        guard connection != nil else { return }
        _ = handler.lost(error)
        try carryOut(machine.lost(now: now, random: .random(in: 0...1), atLeast: delay), now)
    }

    /// What the socket itself saw: a broken connection, or a key that was not let in.
    private mutating func watch(_ now: Int64) throws(ZeroMQError) -> GatewayError? {
        while connection != nil, let event = try connection!.nextEvent() {
            switch event {
            case .disconnected: try lose(nil, now)
            case .authenticationFailed:
                return try refusedForNow(
                    GatewayError(.unauthenticated, "the gateway does not know this key, or it was revoked: ask its operator"),
                    now
                )
            case .other: break
            }
        }
        return nil
    }

    private mutating func goodbye(_ now: Int64) throws(ZeroMQError) -> GatewayError? {
        if machine.isReady, connection != nil {
            try fill(now)
            try connection!.sendLast([UInt8](command: .goodbye, Goodbye()))
        }
        try carryOut(machine.end(), now)
        return nil
    }

    private mutating func carryOut(_ action: LinkMachine.Action, _ now: Int64) throws(ZeroMQError) {
        switch action {
        case .none: break
        case .drop:
            connection = nil
            nextFill = nil
        case .dial:
            connection = nil
            do throws(ZeroMQError) {
                connection = try link.dial(context, link.profile, link.wakeup)
            } catch {
                guard !error.isOfConfiguration else { throw error }
                // Too many open files, no memory: that passes.
                return drop()
            }
            var hello = Hello()
            hello.versionMin = ProtocolVersion.min
            hello.versionMax = ProtocolVersion.max
            hello.client = link.client
            hello.software = Link.software
            hello.firstUnconfirmed = handler.firstUnconfirmed()
            attempts += 1
            hello.instance = instance
            hello.attempt = attempts
            greetedAt = .now
            try connection!.send([UInt8](command: .hello, hello))
        case .beat:
            beats += 1
            var heartbeat = Heartbeat()
            heartbeat.number = beats
            try connection!.send([UInt8](command: .heartbeat, heartbeat))
        }
    }

    private mutating func fill(_ now: Int64) throws(ZeroMQError) {
        guard machine.isReady, connection != nil else { return }
        var frames: [[UInt8]] = []
        nextFill = handler.fill(now: now) { frames.append($0) }
        for frame in frames { try connection!.send(frame) }
        if !frames.isEmpty { machine.sent(now: now) }
    }
}

extension GatewayError {
    init(_ command: ErrorCommand) {
        self.init(
            GatewayErrorCode(rawValue: command.code.rawValue),
            command.message,
            retryAfter: command.retryAfterMs > 0 ? .milliseconds(Int(command.retryAfterMs)) : nil
        )
    }
}
