import Contracts

/// Builds one PUBLISH frame, message by message.
package struct PublishWriter: ~Copyable {
    private var payload: [UInt8] = []
    package private(set) var count = 0

    package init() {}

    /// The bytes that the frame's messages take so far.
    package var byteCount: Int { payload.count }

    package mutating func append(
        sequence: UInt64,
        type: UnsafeRawBufferPointer,
        id: UnsafeRawBufferPointer,
        body: UnsafeRawBufferPointer,
        isExercise: Bool,
        correlation: UnsafeRawBufferPointer = .init(start: nil, count: 0),
        causation: UnsafeRawBufferPointer = .init(start: nil, count: 0)
    ) {
        var size = 1 + varintSize(sequence)
        size += 2 + type.count + varintSize(UInt64(type.count)) - 1
        size += 2 + id.count + varintSize(UInt64(id.count)) - 1
        if !body.isEmpty { size += 1 + varintSize(UInt64(body.count)) + body.count }
        if isExercise { size += 2 }
        if !correlation.isEmpty { size += 1 + varintSize(UInt64(correlation.count)) + correlation.count }
        if !causation.isEmpty { size += 1 + varintSize(UInt64(causation.count)) + causation.count }
        payload.appendTag(field: 1, wireType: 2)
        payload.appendVarint(UInt64(size))
        payload.appendField(1, varint: sequence)
        payload.appendField(2, bytes: type)
        payload.appendField(3, bytes: id)
        if !body.isEmpty { payload.appendField(4, bytes: body) }
        if isExercise { payload.appendField(5, varint: 1) }
        if !correlation.isEmpty { payload.appendField(6, bytes: correlation) }
        if !causation.isEmpty { payload.appendField(7, bytes: causation) }
        count += 1
    }

    /// The finished frame; the writer is empty again.
    package mutating func finish() -> [UInt8] {
        let frame = [UInt8](command: .publish, payload: payload)
        payload.removeAll(keepingCapacity: true)
        count = 0
        return frame
    }
}
