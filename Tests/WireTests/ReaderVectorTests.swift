import SwiftProtobuf
import Testing

@testable import Wire

/// The golden frames, through the readers and writers made by hand.
struct ReaderVectorTests {
    @Test(arguments: Vector.sound)
    func `a frame's command is found where the generated type finds it`(vector: Vector) throws {
        let command = try #require(try vector.frame.command)
        try vector.bytes.withParsedFrame { _, parsed in
            #expect(parsed.kind == CommandKind(command))
            let (byHand, generated) = try (Command(command: parsed), Command(serializedBytes: vector.bytes))
            #expect(byHand == generated)
        }
    }

    @Test(arguments: Vector.sound.filter { $0.hex.hasPrefix("1a") })
    func `PUBLISH is read as it says, and written to the same bytes`(vector: Vector) throws {
        let expected = try vector.frame.publish
        try vector.payload.withUnsafeBytes { payload in
            #expect(PublishReader.validCount(payload) == expected.messages.count)
            var reader = PublishReader(payload)
            var writer = PublishWriter()
            for message in expected.messages {
                let next = reader.next()
                let read = try #require(next)
                #expect(Cuakhau_Wire_V1_OutgoingMessage(read) == message)
                writer.append(
                    sequence: read.sequence,
                    type: read.type,
                    id: read.id,
                    body: read.body,
                    isExercise: read.isExercise,
                    correlation: read.correlation,
                    causation: read.causation
                )
            }
            let end = reader.next()
            #expect(end == nil && !reader.isMalformed)
            #expect(writer.count == expected.messages.count)
            let (written, generated): ([UInt8], [UInt8]) = (writer.finish(), try vector.frame.serializedBytes())
            #expect(written.hexadecimal == generated.hexadecimal)
        }
    }

    @Test(arguments: Vector.canonical("deliver"))
    func `DELIVER is read as it says, and written to the same bytes`(vector: Vector) throws {
        let expected = try vector.frame.deliver
        try vector.bytes.withParsedFrame { frame, parsed in
            let reader = try #require(DeliverReader(frame: frame, payload: parsed.payload))
            #expect(reader.subscription == expected.subscription && reader.lease == expected.lease)
            #expect(reader.isReplay == expected.replay && reader.hasEnded == expected.ended)
            #expect(reader.messages.map { Cuakhau_Wire_V1_DeliveredMessage($0, in: frame) } == expected.messages)
        }
        var writer = DeliverWriter()
        writer.begin(subscription: expected.subscription, capacity: 0)
        for message in expected.messages { writer.append(message) }
        #expect(writer.count == expected.messages.count)
        let written = writer.finish(lease: expected.lease, isReplay: expected.replay, hasEnded: expected.ended)
        #expect(written.hexadecimal == vector.hex)
        #expect(expected.ended || writer.count == 0)
    }

    @Test(arguments: Vector.sound.filter { $0.hex.hasPrefix("22") })
    func `CONFIRM is read as it says, and written to the same bytes`(vector: Vector) throws {
        let expected = try vector.frame.confirm
        try vector.payload.withUnsafeBytes { #expect(Confirm(payload: $0) == expected) }
        var writer = ConfirmWriter()
        #expect(writer.isEmpty)
        for range in expected.ranges {
            writer.append(sequence: range.sequence, count: range.count, position: range.position, isDuplicate: range.duplicate)
        }
        for refusal in expected.refused { writer.append(refusal) }
        let (written, generated): ([UInt8], [UInt8]) = (writer.finish(), try vector.frame.serializedBytes())
        #expect(written.hexadecimal == generated.hexadecimal)
        #expect(writer.isEmpty)
    }

    @Test(arguments: Vector.canonical("ack"))
    func `ACK is read as it says, and written to the same bytes`(vector: Vector) throws {
        let expected = try vector.frame.ack
        try vector.payload.withUnsafeBytes { #expect(Cuakhau_Wire_V1_Ack(reading: $0) == expected) }
        let frame = expected.written()
        #expect(frame.hexadecimal == vector.hex)
    }

    @Test(arguments: Vector.canonical)
    func `a command put into a frame by hand is the frame`(vector: Vector) throws {
        let kind = try vector.bytes.withParsedFrame { $1.kind }
        let frame = [UInt8](command: kind, payload: try vector.payload)
        #expect(frame.hexadecimal == vector.hex)
    }
}
