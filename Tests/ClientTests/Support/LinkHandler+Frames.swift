import SwiftProtobuf
import Testing
import Wire
import ZeroMQ

@testable import Client

/// Drives a handler as its link would, without a socket or a clock.
extension LinkHandler {
    func receive(_ kind: CommandKind, _ message: some SwiftProtobuf.Message, now: Int64 = 0) throws {
        let frame = [UInt8](command: kind, message)
        let payload = try frame.withUnsafeBytes { bytes in
            let payload = try ParsedFrame(bytes).payload
            return (bytes.count - payload.count)..<bytes.count
        }
        received(kind, payload: payload, frame: frame, now: now)
    }

    func receiveError(_ code: ErrorCode, now: Int64 = 0) throws {
        try receive(.error, ErrorCommand.with { $0.code = code }, now: now)
    }

    func confirm(_ ranges: [(sequence: UInt64, count: UInt32)] = [], refused: [(sequence: UInt64, code: ErrorCode)] = [], now: Int64 = 0) throws {
        let confirm = Confirm.with { confirm in
            confirm.ranges = ranges.map { range in
                .with { (confirmed: inout ConfirmedRange) in
                    confirmed.sequence = range.sequence
                    confirmed.count = range.count
                    confirmed.position = 1_000 + range.sequence
                }
            }
            confirm.refused = refused.map { refusal in
                .with { (refused: inout Refusal) in
                    refused.sequence = refusal.sequence
                    refused.code = refusal.code
                }
            }
        }
        try receive(.confirm, confirm, now: now)
    }

    /// A session opens.
    func open(lastSequence: UInt64 = 0, now: Int64 = 0, _ change: (inout Limits) -> Void = { _ in }) {
        var welcome = Welcome()
        welcome.lastSequence = lastSequence
        welcome.limits = .with { limits in
            limits.frameBytesMax = 1 << 20
            limits.bodyBytesMax = 65_536
            limits.messagesPerFrameMax = 1_000
            limits.unconfirmedMax = 8_192
            change(&limits)
        }
        opened(welcome, now: now)
    }

    /// What the handler sends now.
    func sent(now: Int64 = 0) throws -> [Command] { try filled(now: now).commands }

    /// What the handler sends now, and when it wants to be asked again.
    func filled(now: Int64 = 0) throws -> (commands: [Command], due: Int64?) {
        var frames: [[UInt8]] = []
        let due = fill(now: now) { frames.append($0) }
        return (try frames.map { try Command(serializedBytes: $0) }, due)
    }

    /// The messages that the handler publishes now.
    func published(now: Int64 = 0) throws -> [Published] {
        try sent(now: now).flatMap { command in command.publish.messages.map { Published(sequence: $0.sequence, body: [UInt8]($0.body)) } }
    }
}

struct Published: Equatable {
    let sequence: UInt64
    let body: [UInt8]
}

extension Link {
    /// A link that is never started.
    static func idle() throws -> Link { try Link(profile: .nowhere(), client: "border") }
}

extension Profile {
    /// A gateway that nobody runs.
    static func nowhere(endpoint: String = "tcp://127.0.0.1:1") throws -> Profile {
        Profile(endpoint: endpoint, serverKey: try CurveKeyPair.generate().publicKey, principal: "border", keys: try CurveKeyPair.generate())
    }
}
