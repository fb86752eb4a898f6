import Contracts

/// One message of a DELIVER frame: where its parts lie in the frame's bytes.
package struct DeliveredParts: Sendable {
    package var position: UInt64 = 0
    package var recordedAt: Int64 = 0
    package var attempt: UInt32 = 0
    package var isExercise = false
    package var isRedelivered = false
    package var isErased = false
    package var type = 0..<0
    package var id = 0..<0
    package var body = 0..<0
    package var principal = 0..<0
    package var key = 0..<0
    package var correlation = 0..<0
    package var causation = 0..<0

    package init() {}
}

/// Walks a DELIVER command. Offsets are into the frame, so that deliveries can share the frame's one buffer.
package struct DeliverReader {
    package private(set) var subscription: UInt32 = 0
    package private(set) var lease: UInt64 = 0
    package private(set) var isReplay = false
    /// Whether nothing follows in this replay.
    package private(set) var hasEnded = false
    package private(set) var messages: [DeliveredParts] = []

    /// Reads a whole command; nil where it is malformed.
    package init?(frame: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer) {
        guard let frameStart = frame.baseAddress, let payloadStart = payload.baseAddress else { return nil }
        let base = payloadStart - frameStart
        var reader = ProtobufReader(payload)
        while reader.nextField() {
            switch (reader.fieldNumber, reader.wireType) {
            case (1, 0): subscription = UInt32(truncatingIfNeeded: reader.varint)
            case (2, 2):
                let bytes = payload.slice(reader.payloadOffset, reader.payloadCount)
                guard let parts = Self.parts(bytes, base: base + reader.payloadOffset) else { return nil }
                messages.append(parts)
            case (3, 0): lease = reader.varint
            case (4, 0): isReplay = reader.varint != 0
            case (5, 0): hasEnded = reader.varint != 0
            case (1...5, _): return nil
            default: break
            }
        }
        if reader.isMalformed { return nil }
    }

    private static func parts(_ bytes: UnsafeRawBufferPointer, base: Int) -> DeliveredParts? {
        var reader = ProtobufReader(bytes)
        var parts = DeliveredParts()
        while reader.nextField() {
            let start = base + reader.payloadOffset
            switch (reader.fieldNumber, reader.wireType) {
            case (1, 0): parts.position = reader.varint
            case (2, 2): parts.type = start..<(start + reader.payloadCount)
            case (3, 2): parts.id = start..<(start + reader.payloadCount)
            case (4, 2): parts.body = start..<(start + reader.payloadCount)
            case (5, 0): parts.recordedAt = Int64(bitPattern: reader.varint)
            case (6, 2): parts.principal = start..<(start + reader.payloadCount)
            case (7, 2): parts.key = start..<(start + reader.payloadCount)
            case (8, 0): parts.attempt = UInt32(truncatingIfNeeded: reader.varint)
            case (9, 0): parts.isExercise = reader.varint != 0
            case (10, 0): parts.isRedelivered = reader.varint != 0
            case (11, 2): parts.correlation = start..<(start + reader.payloadCount)
            case (12, 2): parts.causation = start..<(start + reader.payloadCount)
            case (13, 0): parts.isErased = reader.varint != 0
            case (1...13, _): return nil
            default: break
            }
        }
        return reader.isMalformed ? nil : parts
    }
}
