import Contracts
import SwiftProtobuf
import Testing

@testable import Wire

/// Frames that are changed at random, and noise: no reader traps, and what one accepts, protobuf's own reader accepts and sees alike. A seed
/// finds a failure again.
struct FuzzTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `readers and protobuf agree on mutated frames`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let frames = try Vector.sound.map { try $0.bytes }
        var accepted: [CommandKind: Int] = [:]
        for round in 0..<10_000 {
            let frame = Mutation.mutate(frames[round % frames.count], with: frames, &random)
            let kind = try frame.withUnsafeBytes { try Self.examine($0, "seed \(seed), round \(round): \(frame.hexadecimal)") }
            if let kind { accepted[kind, default: 0] += 1 }
        }
        // Else it would prove nothing.
        for kind in CommandKind.allCases { #expect(accepted[kind, default: 0] > 20, "\(kind)") }
    }

    @Test(arguments: [5, 6] as [UInt64])
    func `readers and protobuf agree on mutated commands`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // The envelope stays whole, so that every change reaches the reader of the command.
        let commands = try Vector.sound.map { try ($0.payload, try $0.bytes.withParsedFrame { $1.kind }) }
            .filter { [.publish, .confirm, .deliver, .ack].contains($0.1) }
        var acceptedCount = 0
        for round in 0..<5_000 {
            let (payload, kind) = commands[round % commands.count]
            let frame = [UInt8](command: kind, payload: Mutation.mutate(payload, with: commands.map(\.0), &random))
            let found = try frame.withUnsafeBytes { try Self.examine($0, "seed \(seed), round \(round): \(frame.hexadecimal)") }
            if found != nil { acceptedCount += 1 }
        }
        #expect(acceptedCount > 500)
    }

    @Test func `no reader traps on noise`() throws {
        var random = SplitMix64(seed: 7)
        for round in 0..<10_000 {
            let noise = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = try noise.withUnsafeBytes { try Self.examine($0, "noise, round \(round): \(noise.hexadecimal)") }
            for kind in [CommandKind.publish, .confirm, .deliver, .ack] {
                let frame = [UInt8](command: kind, payload: noise)
                _ = try frame.withUnsafeBytes { try Self.examine($0, "noise as \(kind), round \(round): \(noise.hexadecimal)") }
            }
        }
    }

    /// - Returns: The command, where its own reader accepts it.
    private static func examine(_ frame: UnsafeRawBufferPointer, _ comment: Comment) throws -> CommandKind? {
        guard let parsed = try? ParsedFrame(frame) else { return nil }
        let generated = try? Command(serializedBytes: Array(frame))
        if let generated {
            let command = try #require(generated.command, comment)
            #expect(CommandKind(command) == parsed.kind, comment)
        }
        // Found by hand and decoded alone, a command is what it is within the frame.
        #expect((try? Command(command: parsed)) == generated, comment)
        let isAccepted =
            switch parsed.kind {
            case .publish: try examinePublish(parsed.payload, generated?.publish, comment)
            case .deliver: try examineDeliver(frame, parsed.payload, generated?.deliver, comment)
            case .ack: try examineAck(parsed.payload, generated?.ack, comment)
            case .confirm: Confirm(payload: parsed.payload) != nil
            default: generated != nil
            }
        return isAccepted ? parsed.kind : nil
    }

    private static func examinePublish(
        _ payload: UnsafeRawBufferPointer,
        _ generated: Cuakhau_Wire_V1_Publish?,
        _ comment: Comment
    ) throws -> Bool {
        var reader = PublishReader(payload)
        var messages: [Cuakhau_Wire_V1_OutgoingMessage] = []
        while let message = reader.next() { messages.append(Cuakhau_Wire_V1_OutgoingMessage(message)) }
        #expect(PublishReader.validCount(payload) == (reader.isMalformed ? nil : messages.count), comment)
        guard !reader.isMalformed else { return false }
        // The type's bytes are looked up as they are: text that is not UTF-8 is no type's name.
        guard let generated else {
            #expect(Self.hasTextThatIsNotUTF8(payload, messagesField: 1, texts: [2]), comment)
            return true
        }
        #expect(messages == generated.messages.map(Self.withoutUnknownFields), comment)
        return true
    }

    private static func examineDeliver(
        _ frame: UnsafeRawBufferPointer,
        _ payload: UnsafeRawBufferPointer,
        _ generated: Cuakhau_Wire_V1_Deliver?,
        _ comment: Comment
    ) throws -> Bool {
        guard let reader = DeliverReader(frame: frame, payload: payload) else { return false }
        let messages = reader.messages.map { Cuakhau_Wire_V1_DeliveredMessage($0, in: frame) }
        guard let generated else {
            #expect(Self.hasTextThatIsNotUTF8(payload, messagesField: 2, texts: [2, 6]), comment)
            return true
        }
        #expect(reader.subscription == generated.subscription && reader.lease == generated.lease, comment)
        #expect(reader.isReplay == generated.replay && reader.hasEnded == generated.ended, comment)
        #expect(messages == generated.messages.map(Self.withoutUnknownFields), comment)
        return true
    }

    private static func examineAck(_ payload: UnsafeRawBufferPointer, _ generated: Cuakhau_Wire_V1_Ack?, _ comment: Comment) throws -> Bool {
        guard let command = Cuakhau_Wire_V1_Ack(reading: payload) else { return false }
        let expected = try #require(generated, comment)
        #expect(command.subscription == expected.subscription, comment)
        #expect(command.ranges.map(\.positions) == expected.ranges.map(\.positions), comment)
        #expect(command.begun.map(\.positions) == expected.begun.map(\.positions), comment)
        #expect(command.answers == expected.answers, comment)
        return true
    }

    /// Whether any of the texts within the messages of a command is not UTF-8: the one thing that protobuf refuses and the readers pass on.
    private static func hasTextThatIsNotUTF8(_ payload: UnsafeRawBufferPointer, messagesField: UInt32, texts: Set<UInt32>) -> Bool {
        var command = ProtobufReader(payload)
        while command.nextField() {
            guard command.fieldNumber == messagesField, command.wireType == 2 else { continue }
            let message = payload.slice(command.payloadOffset, command.payloadCount)
            var fields = ProtobufReader(message)
            while fields.nextField() {
                guard texts.contains(fields.fieldNumber), fields.wireType == 2 else { continue }
                if String(validating: message.slice(fields.payloadOffset, fields.payloadCount), as: UTF8.self) == nil { return true }
            }
        }
        return false
    }

    private static func withoutUnknownFields(_ message: Cuakhau_Wire_V1_OutgoingMessage) -> Cuakhau_Wire_V1_OutgoingMessage {
        var message = message
        message.unknownFields = UnknownStorage()
        return message
    }

    private static func withoutUnknownFields(_ message: Cuakhau_Wire_V1_DeliveredMessage) -> Cuakhau_Wire_V1_DeliveredMessage {
        var message = message
        message.unknownFields = UnknownStorage()
        return message
    }
}
