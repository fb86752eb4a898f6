import Foundation
import SwiftProtobuf

@testable import Wire

extension CommandKind {
    /// The kind of a generated command.
    init(_ command: Command.OneOf_Command) {
        self =
            switch command {
            case .hello: .hello
            case .welcome: .welcome
            case .publish: .publish
            case .confirm: .confirm
            case .subscribe: .subscribe
            case .subscribed: .subscribed
            case .deliver: .deliver
            case .ack: .ack
            case .heartbeat: .heartbeat
            case .goodbye: .goodbye
            case .error: .error
            case .unsubscribe: .unsubscribe
            case .statsRequest: .statsRequest
            case .stats: .stats
            case .ackRefused: .ackRefused
            case .adminRequest: .adminRequest
            case .adminResponse: .adminResponse
            }
    }
}

extension Command {
    /// The frame of a command that was found by hand and is decoded by its generated type.
    init(command: ParsedFrame) throws {
        let payload = Array(command.payload)
        self.init()
        switch command.kind {
        case .hello: hello = try Hello(serializedBytes: payload)
        case .welcome: welcome = try Welcome(serializedBytes: payload)
        case .publish: publish = try Cuakhau_Wire_V1_Publish(serializedBytes: payload)
        case .confirm: confirm = try Confirm(serializedBytes: payload)
        case .subscribe: subscribe = try Subscribe(serializedBytes: payload)
        case .subscribed: subscribed = try Subscribed(serializedBytes: payload)
        case .deliver: deliver = try Cuakhau_Wire_V1_Deliver(serializedBytes: payload)
        case .ack: ack = try Cuakhau_Wire_V1_Ack(serializedBytes: payload)
        case .heartbeat: heartbeat = try Heartbeat(serializedBytes: payload)
        case .goodbye: goodbye = try Goodbye(serializedBytes: payload)
        case .error: error = try ErrorCommand(serializedBytes: payload)
        case .unsubscribe: unsubscribe = try Unsubscribe(serializedBytes: payload)
        case .statsRequest: statsRequest = try StatsRequest(serializedBytes: payload)
        case .stats: stats = try Stats(serializedBytes: payload)
        case .ackRefused: ackRefused = try AckRefused(serializedBytes: payload)
        case .adminRequest: adminRequest = try AdminRequest(serializedBytes: payload)
        case .adminResponse: adminResponse = try AdminResponse(serializedBytes: payload)
        }
    }
}

extension Cuakhau_Wire_V1_OutgoingMessage {
    /// What the hand-written reader found. Bytes that are not UTF-8 become replacement characters.
    init(_ message: PublishedMessage) {
        self.init()
        sequence = message.sequence
        type = String(decoding: message.type, as: UTF8.self)
        id = Data(message.id)
        body = Data(message.body)
        exercise = message.isExercise
        correlation = Data(message.correlation)
        causation = Data(message.causation)
    }
}

extension Cuakhau_Wire_V1_DeliveredMessage {
    /// What the hand-written reader found in a frame.
    init(_ parts: DeliveredParts, in frame: UnsafeRawBufferPointer) {
        self.init()
        position = parts.position
        type = String(decoding: frame[parts.type], as: UTF8.self)
        id = Data(frame[parts.id])
        body = Data(frame[parts.body])
        recordedAtUs = parts.recordedAt
        principal = String(decoding: frame[parts.principal], as: UTF8.self)
        key = Data(frame[parts.key])
        attempt = parts.attempt
        exercise = parts.isExercise
        redelivered = parts.isRedelivered
        erased = parts.isErased
        correlation = Data(frame[parts.correlation])
        causation = Data(frame[parts.causation])
    }
}

extension DeliverWriter {
    /// Appends a message whose id has sixteen bytes.
    mutating func append(_ message: Cuakhau_Wire_V1_DeliveredMessage) {
        let id = [UInt8](message.id)
        let envelope = Envelope(
            position: message.position,
            idHigh: Self.bigEndian(id.prefix(8)),
            idLow: Self.bigEndian(id.suffix(8)),
            recordedAt: message.recordedAtUs,
            attempt: message.attempt,
            isExercise: message.exercise,
            isRedelivered: message.redelivered,
            isErased: message.erased
        )
        [UInt8](message.key).withUnsafeBytes { key in
            [UInt8](message.body).withUnsafeBytes { body in
                [UInt8](message.correlation).withUnsafeBytes { correlation in
                    [UInt8](message.causation).withUnsafeBytes { causation in
                        append(
                            envelope,
                            type: Array(message.type.utf8),
                            principal: Array(message.principal.utf8),
                            key: key,
                            body: body,
                            correlation: correlation,
                            causation: causation
                        )
                    }
                }
            }
        }
    }

    private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

extension Cuakhau_Wire_V1_Ack {
    /// What the hand-written reader finds; nil where it finds the command malformed.
    init?(reading payload: UnsafeRawBufferPointer) {
        self.init()
        var command = Cuakhau_Wire_V1_Ack()
        let read = AckReader.read(payload) { _, item in
            switch item {
            case .acknowledged(let range): command.ranges.append(AckRange(range))
            case .begun(let range): command.begun.append(AckRange(range))
            case .answer(let answer): command.answers.append(answer)
            }
        }
        guard let read else { return nil }
        command.subscription = read
        self = command
    }

    /// As the hand-written writer writes it.
    func written() -> [UInt8] {
        var writer = AckWriter(subscription: subscription)
        for range in ranges { writer.appendAcknowledged(LeaseRange(range.first...range.last, lease: range.lease)) }
        for range in begun { writer.appendBegun(LeaseRange(range.first...range.last, lease: range.lease)) }
        for answer in answers { writer.append(answer) }
        return writer.finish()
    }
}

extension AckRange {
    /// What it says, without fields that only a newer version knows.
    var positions: [UInt64] { [first, last, lease] }

    init(_ range: LeaseRange) {
        self.init()
        (first, last, lease) = (range.first, range.last, range.lease)
    }
}
