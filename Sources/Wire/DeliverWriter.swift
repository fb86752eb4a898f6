import Contracts

/// Builds one DELIVER frame, message by message, into one buffer.
package struct DeliverWriter: ~Copyable {
    private var payload: [UInt8] = []
    package private(set) var count = 0

    package init() {}

    package var byteCount: Int { payload.count }

    /// Begins a frame for a subscription.
    package mutating func begin(subscription: UInt32, capacity: Int) {
        payload.removeAll(keepingCapacity: true)
        payload.reserveCapacity(capacity)
        payload.appendField(1, varint: UInt64(subscription))
        count = 0
    }

    /// Everything of a delivered message but its body.
    package struct Envelope {
        package var position: UInt64
        package var idHigh: UInt64
        package var idLow: UInt64
        package var recordedAt: Int64
        package var attempt: UInt32
        package var isExercise: Bool
        package var isRedelivered: Bool
        package var isErased: Bool

        package init(
            position: UInt64,
            idHigh: UInt64,
            idLow: UInt64,
            recordedAt: Int64,
            attempt: UInt32,
            isExercise: Bool,
            isRedelivered: Bool,
            isErased: Bool = false
        ) {
            self.position = position
            self.idHigh = idHigh
            self.idLow = idLow
            self.recordedAt = recordedAt
            self.attempt = attempt
            self.isExercise = isExercise
            self.isRedelivered = isRedelivered
            self.isErased = isErased
        }
    }

    package mutating func append(
        _ envelope: Envelope,
        type: [UInt8],
        principal: [UInt8],
        key: UnsafeRawBufferPointer,
        body: UnsafeRawBufferPointer,
        correlation: UnsafeRawBufferPointer = .init(start: nil, count: 0),
        causation: UnsafeRawBufferPointer = .init(start: nil, count: 0)
    ) {
        // Every length of a type, a principal and a key is below 128 or measured; sizes first, so that the bytes are written once.
        var size = 1 + varintSize(envelope.position)
        size += fieldSize(type.count) + 18 + fieldSize(principal.count)
        if !body.isEmpty { size += fieldSize(body.count) }
        if !key.isEmpty { size += fieldSize(key.count) }
        size += 1 + varintSize(UInt64(bitPattern: envelope.recordedAt)) + 1 + varintSize(UInt64(envelope.attempt))
        if envelope.isExercise { size += 2 }
        if envelope.isRedelivered { size += 2 }
        if envelope.isErased { size += 2 }
        if !correlation.isEmpty { size += fieldSize(correlation.count) }
        if !causation.isEmpty { size += fieldSize(causation.count) }

        payload.appendTag(field: 2, wireType: 2)
        payload.appendVarint(UInt64(size))
        payload.appendField(1, varint: envelope.position)
        type.withUnsafeBytes { payload.appendField(2, bytes: $0) }
        payload.appendTag(field: 3, wireType: 2)
        payload.appendVarint(16)
        withUnsafeBytes(of: (envelope.idHigh.bigEndian, envelope.idLow.bigEndian)) { payload.append(contentsOf: $0) }
        if !body.isEmpty { payload.appendField(4, bytes: body) }
        payload.appendField(5, varint: UInt64(bitPattern: envelope.recordedAt))
        principal.withUnsafeBytes { payload.appendField(6, bytes: $0) }
        if !key.isEmpty { payload.appendField(7, bytes: key) }
        payload.appendField(8, varint: UInt64(envelope.attempt))
        if envelope.isExercise { payload.appendField(9, varint: 1) }
        if envelope.isRedelivered { payload.appendField(10, varint: 1) }
        if !correlation.isEmpty { payload.appendField(11, bytes: correlation) }
        if !causation.isEmpty { payload.appendField(12, bytes: causation) }
        if envelope.isErased { payload.appendField(13, varint: 1) }
        count += 1
    }

    /// The finished frame; the writer is empty again.
    ///
    /// - Parameters:
    ///   - lease: Of all its messages; 0: none.
    ///   - hasEnded: Whether nothing follows in this replay.
    package mutating func finish(lease: UInt64, isReplay: Bool = false, hasEnded: Bool = false) -> [UInt8] {
        if lease > 0 { payload.appendField(3, varint: lease) }
        if isReplay { payload.appendField(4, varint: 1) }
        if hasEnded { payload.appendField(5, varint: 1) }
        let frame = [UInt8](command: .deliver, payload: payload)
        payload.removeAll(keepingCapacity: true)
        count = 0
        return frame
    }

    private func fieldSize(_ count: Int) -> Int { 1 + varintSize(UInt64(count)) + count }
}
