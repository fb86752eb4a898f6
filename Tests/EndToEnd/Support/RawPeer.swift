import Client
import Foundation
import SwiftProtobuf
import Wire
import ZeroMQ

/// A peer that speaks whatever it likes: one DEALER socket, without the client library's manners.
///
/// Used by one task at a time, which is what a ZeroMQ socket asks for.
final class RawPeer {
    private let socket: Socket
    private let context: Context
    private var monitor: SocketMonitor
    private var frame = Frame()
    private(set) var disconnects = 0
    private(set) var isRefused = false

    init(_ profile: Profile, routingID: String? = nil) throws {
        let context = try Context()
        let socket = try context.socket(.dealer)
        try socket.set(.curveServerKey, profile.serverKey.description)
        try socket.set(.curvePublicKey, profile.keys.publicKey.description)
        try socket.set(.curveSecretKey, profile.keys.secretKey)
        try socket.set(.linger, Int32(0))
        try socket.set(.sendHighWater, Int32(0))
        if let routingID { try socket.set(.routingID, routingID) }
        monitor = try SocketMonitor(of: socket, context: context)
        try socket.connect(profile.endpoint)
        self.context = context
        self.socket = socket
    }

    // MARK: Sending

    func send(_ bytes: [UInt8]) throws { try socket.send(bytes) }

    func send(_ command: CommandKind, _ message: some SwiftProtobuf.Message) throws { try send([UInt8](command: command, message)) }

    /// One message of several frames.
    func send(frames: [[UInt8]]) throws {
        for frame in frames.dropLast() { try socket.send(frame, more: true) }
        try socket.send(frames[frames.count - 1])
    }

    func hello(_ client: String, versions: ClosedRange<UInt32> = 1...1, firstUnconfirmed: UInt64 = 0) throws {
        var hello = Hello()
        hello.client = client
        hello.versionMin = versions.lowerBound
        hello.versionMax = versions.upperBound
        hello.software = "test"
        hello.firstUnconfirmed = firstUnconfirmed
        try send(.hello, hello)
    }

    func publish(_ messages: [(sequence: UInt64, type: String, body: [UInt8])], id: [UInt8]? = nil) throws {
        var writer = PublishWriter()
        for message in messages {
            let eventID = id ?? Self.eventID()
            Array(message.type.utf8).withUnsafeBytes { type in
                eventID.withUnsafeBytes { id in
                    message.body.withUnsafeBytes { body in
                        writer.append(sequence: message.sequence, type: type, id: id, body: body, isExercise: false)
                    }
                }
            }
        }
        try send(writer.finish())
    }

    private static func eventID() -> [UInt8] { (0..<16).map { _ in UInt8.random(in: .min ... .max) } }

    // MARK: Receiving

    /// The next frame's command; heartbeats are passed over.
    func receive(within limit: Duration = .seconds(10)) async throws -> Command {
        var received: Command?
        try await wait(for: "the gateway answers", within: limit) {
            received = try poll()
            return received != nil
        }
        guard let received else { throw WaitTimeout(condition: "the gateway answers", limit: limit) }
        return received
    }

    /// The next frame's command, if there is one at this moment.
    func poll() throws -> Command? {
        try watch()
        while try socket.receive(into: &frame) {
            let command = try Command(serializedBytes: frame.bytes)
            if case .heartbeat = command.command { continue }
            return command
        }
        return nil
    }

    func watch() throws {
        while let event = try monitor.next() {
            switch event {
            case .disconnected: disconnects += 1
            case .authenticationFailed: isRefused = true
            case .other: break
            }
        }
    }

    // MARK: Whole exchanges

    /// Opens a session.
    @discardableResult
    func open(_ client: String) async throws -> Welcome {
        try hello(client)
        return try await welcome()
    }

    func welcome() async throws -> Welcome {
        let answer = try await receive()
        guard case .welcome(let welcome) = answer.command else { throw Unexpected(answer: "\(answer)") }
        return welcome
    }

    func error(within limit: Duration = .seconds(10)) async throws -> ErrorCommand {
        let answer = try await receive(within: limit)
        guard case .error(let error) = answer.command else { throw Unexpected(answer: "\(answer)") }
        return error
    }

    func confirm() async throws -> Confirm {
        let answer = try await receive()
        guard case .confirm(let confirm) = answer.command else { throw Unexpected(answer: "\(answer)") }
        return confirm
    }

    /// Whether the session answers: a statistic would need a role, a heartbeat does not.
    func heartbeat() async throws -> UInt64 {
        var heartbeat = Heartbeat()
        heartbeat.number = .random(in: 1...1_000_000)
        try send(.heartbeat, heartbeat)
        var answer: UInt64?
        try await wait(for: "the gateway returns the heartbeat") {
            while answer == nil, try socket.receive(into: &frame) {
                if case .heartbeat(let beat) = try Command(serializedBytes: frame.bytes).command { answer = beat.number }
            }
            return answer != nil
        }
        return answer == heartbeat.number ? heartbeat.number : 0
    }

    struct Unexpected: Error {
        let answer: String
    }
}
