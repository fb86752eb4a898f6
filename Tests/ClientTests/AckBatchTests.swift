import SwiftProtobuf
import Testing
import Wire

@testable import Client

@Suite struct AckBatchTests {
    @Test func `nothing to tell is no frame`() {
        #expect(AckBatch().frames(subscription: 1).isEmpty)
    }

    @Test func `a long batch is cut into frames that a gateway reads, what is dealt with first`() throws {
        let ranges = (1...1_500 as ClosedRange<UInt64>).map { LeaseRange($0 * 2...$0 * 2, lease: 3) }
        let answers = (1...700 as ClosedRange<UInt64>).map { position in
            MessageAnswer.with {
                $0.kind = .release
                $0.position = position
            }
        }
        let frames = AckBatch(acknowledged: ranges, begun: [LeaseRange(1...9)], answers: answers).frames(subscription: 1)
        let commands: [Cuakhau_Wire_V1_Ack] = try frames.map { try Command(serializedBytes: $0).ack }
        #expect(commands.map(\.ranges.count) == [1_000, 500, 0])
        #expect(commands.map(\.answers.count) == [0, 500, 200])
        #expect(commands.map(\.begun.count) == [0, 0, 1])
        for frame in frames {
            frame.withUnsafeBytes { bytes in
                let payload = try? ParsedFrame(bytes).payload
                #expect(payload.flatMap { AckReader.read($0) { _, _ in } } == 1)
            }
        }
    }
}
