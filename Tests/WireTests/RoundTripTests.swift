import Foundation
import SwiftProtobuf
import Testing

@testable import Wire

/// What a writer made by hand puts into a frame, the readers made by hand and the generated types take out of it. A failure names its seed.
struct RoundTripTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `PUBLISH comes back whole`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            let expected = (0..<Int.random(in: 0...20, using: &random)).map { _ in Self.outgoing(&random) }
            var writer = PublishWriter()
            for message in expected { Self.append(message, to: &writer) }
            let size = writer.byteCount
            let frame = writer.finish()
            #expect(try Command(serializedBytes: frame).publish.messages == expected)
            try frame.withParsedFrame { _, parsed in
                #expect(parsed.kind == .publish)
                #expect(parsed.payload.count == size)
                var reader = PublishReader(parsed.payload)
                for message in expected {
                    let next = reader.next()
                    let read = try #require(next)
                    #expect(Cuakhau_Wire_V1_OutgoingMessage(read) == message)
                }
                let end = reader.next()
                #expect(end == nil && !reader.isMalformed)
            }
        }
    }

    @Test(arguments: [4, 5, 6] as [UInt64])
    func `DELIVER comes back whole`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var writer = DeliverWriter()
        for _ in 0..<300 {
            let subscription = UInt32.random(in: 1...65_535, using: &random)
            let expected = (0..<Int.random(in: 0...20, using: &random)).map { _ in Self.delivered(&random) }
            writer.begin(subscription: subscription, capacity: 64)
            for message in expected { writer.append(message) }
            let lease = Bool.random(using: &random) ? Self.number(&random) : 0
            let (isReplay, hasEnded) = (Bool.random(using: &random), Bool.random(using: &random))
            let frame = writer.finish(lease: lease, isReplay: isReplay, hasEnded: hasEnded)
            let generated = try Command(serializedBytes: frame).deliver
            #expect(generated.subscription == subscription && generated.messages == expected && generated.lease == lease)
            #expect(generated.replay == isReplay && generated.ended == hasEnded)
            try frame.withParsedFrame { bytes, parsed in
                let reader = try #require(DeliverReader(frame: bytes, payload: parsed.payload))
                #expect(reader.subscription == subscription && reader.lease == lease)
                #expect(reader.isReplay == isReplay && reader.hasEnded == hasEnded)
                #expect(reader.messages.map { Cuakhau_Wire_V1_DeliveredMessage($0, in: bytes) } == expected)
            }
        }
    }

    @Test(arguments: [7, 8, 9] as [UInt64])
    func `CONFIRM comes back whole`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var writer = ConfirmWriter()
        for _ in 0..<300 {
            var expected = Confirm()
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                // Ranges and refusals alternate as a gateway puts them.
                if Bool.random(using: &random) {
                    let range = Self.range(&random)
                    expected.ranges.append(range)
                    writer.append(sequence: range.sequence, count: range.count, position: range.position, isDuplicate: range.duplicate)
                } else {
                    let refusal = Self.refusal(&random)
                    expected.refused.append(refusal)
                    writer.append(refusal)
                }
            }
            let frame = writer.finish()
            #expect(try Command(serializedBytes: frame).confirm == expected)
            try frame.withParsedFrame { _, parsed in #expect(Confirm(payload: parsed.payload) == expected) }
        }
    }

    @Test(arguments: [10, 11, 12] as [UInt64])
    func `ACK comes back whole`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            var expected = Cuakhau_Wire_V1_Ack()
            expected.subscription = UInt32.random(in: 1...65_535, using: &random)
            expected.ranges = Self.ranges(&random)
            expected.begun = Self.ranges(&random)
            expected.answers = (0..<Int.random(in: 0...3, using: &random)).map { _ in Self.answer(&random) }
            let frame = expected.written()
            #expect(try Command(serializedBytes: frame).ack == expected)
            try frame.withParsedFrame { _, parsed in #expect(Cuakhau_Wire_V1_Ack(reading: parsed.payload) == expected) }
        }
    }

    /// Ranges rise: each pair of neighbours in a sorted row of different numbers is one.
    private static func ranges(_ random: inout SplitMix64) -> [AckRange] {
        let ends = Set((0..<2 * Int.random(in: 0...10, using: &random)).map { _ in number(&random) }).sorted()
        let lease = Bool.random(using: &random) ? number(&random) : 0
        return stride(from: 0, to: ends.count - ends.count % 2, by: 2).map { AckRange(LeaseRange(ends[$0]...ends[$0 + 1], lease: lease)) }
    }

    private static func answer(_ random: inout SplitMix64) -> MessageAnswer {
        .with {
            $0.kind = [.nak, .progress, .terminate, .release].randomElement(using: &random) ?? .nak
            $0.position = number(&random)
            $0.lease = number(&random)
            $0.delayMs = UInt32.random(in: 0...100_000, using: &random)
            $0.reason = ["", "bank.closed", "no such file 12"].randomElement(using: &random) ?? ""
        }
    }

    // MARK: Samples

    /// Numbers of every length: as many small ones as large ones.
    private static func number(_ random: inout SplitMix64) -> UInt64 {
        UInt64.random(in: .min ... .max, using: &random) >> UInt64.random(in: 0...63, using: &random)
    }

    private static func bytes(_ counts: ClosedRange<Int>, _ random: inout SplitMix64) -> Data {
        Data((0..<Int.random(in: counts, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    private static func outgoing(_ random: inout SplitMix64) -> Cuakhau_Wire_V1_OutgoingMessage {
        .with {
            $0.sequence = number(&random)
            $0.type = String("gate.status.changed.v1".prefix(Int.random(in: 0...22, using: &random)))
            $0.id = bytes(0...17, &random)
            $0.body = bytes(0...300, &random)
            $0.exercise = Bool.random(using: &random)
            $0.correlation = bytes(0...17, &random)
            $0.causation = bytes(0...17, &random)
        }
    }

    private static func delivered(_ random: inout SplitMix64) -> Cuakhau_Wire_V1_DeliveredMessage {
        .with {
            $0.position = number(&random)
            $0.type = String("gate.status.changed.v1".prefix(Int.random(in: 0...22, using: &random)))
            $0.id = bytes(16...16, &random)
            $0.body = bytes(0...300, &random)
            $0.recordedAtUs = Int64(bitPattern: number(&random))
            $0.principal = "checkpoint-hn"
            $0.key = bytes(0...200, &random)
            $0.attempt = UInt32(truncatingIfNeeded: number(&random))
            $0.exercise = Bool.random(using: &random)
            $0.correlation = Bool.random(using: &random) ? bytes(16...16, &random) : Data()
            $0.causation = Bool.random(using: &random) ? bytes(16...16, &random) : Data()
        }
    }

    private static func range(_ random: inout SplitMix64) -> ConfirmedRange {
        .with {
            $0.sequence = number(&random)
            $0.count = UInt32(truncatingIfNeeded: number(&random))
            $0.position = number(&random)
            $0.duplicate = Bool.random(using: &random)
        }
    }

    private static func refusal(_ random: inout SplitMix64) -> Refusal {
        .with {
            $0.sequence = number(&random)
            $0.code = ErrorCode.allCases.randomElement(using: &random) ?? .busy
            $0.path = "entries[3].document_token"
            $0.expected = "tiếng Việt cũng được"
            $0.retryAfterMs = UInt32(truncatingIfNeeded: number(&random))
        }
    }

    private static func append(_ message: Cuakhau_Wire_V1_OutgoingMessage, to writer: inout PublishWriter) {
        [UInt8](message.type.utf8).withUnsafeBytes { type in
            [UInt8](message.id).withUnsafeBytes { id in
                [UInt8](message.body).withUnsafeBytes { body in
                    [UInt8](message.correlation).withUnsafeBytes { correlation in
                        [UInt8](message.causation).withUnsafeBytes { causation in
                            writer.append(
                                sequence: message.sequence,
                                type: type,
                                id: id,
                                body: body,
                                isExercise: message.exercise,
                                correlation: correlation,
                                causation: causation
                            )
                        }
                    }
                }
            }
        }
    }
}
