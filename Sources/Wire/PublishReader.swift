import Contracts

/// One message of a PUBLISH frame, in place.
package struct PublishedMessage {
    package var sequence: UInt64 = 0
    package var type = UnsafeRawBufferPointer(start: nil, count: 0)
    package var id = UnsafeRawBufferPointer(start: nil, count: 0)
    package var body = UnsafeRawBufferPointer(start: nil, count: 0)
    package var isExercise = false
    /// Empty: in no chain.
    package var correlation = UnsafeRawBufferPointer(start: nil, count: 0)
    package var causation = UnsafeRawBufferPointer(start: nil, count: 0)

    package init() {}

    /// Which of the two ids of its chain cannot be one; nil: neither.
    package var misusedChainField: String? {
        if correlation.count != 0, correlation.count != 16 { return "correlation" }
        if causation.count != 0, causation.count != 16 || correlation.isEmpty { return "causation" }
        return nil
    }
}

/// Walks the messages of a PUBLISH command without copying or allocating.
package struct PublishReader {
    private var reader: ProtobufReader
    private let payload: UnsafeRawBufferPointer
    package private(set) var isMalformed = false

    package init(_ payload: UnsafeRawBufferPointer) {
        self.payload = payload
        self.reader = ProtobufReader(payload)
    }

    /// How far it has read: the next message begins there.
    package var offset: Int { reader.offset }

    /// The next message; nil at the end, and at the first byte that is not protobuf (see ``isMalformed``).
    package mutating func next() -> PublishedMessage? {
        while reader.nextField() {
            guard reader.fieldNumber == 1 else { continue }
            guard reader.wireType == 2 else {
                isMalformed = true
                return nil
            }
            return message(payload.slice(reader.payloadOffset, reader.payloadCount))
        }
        isMalformed = isMalformed || reader.isMalformed
        return nil
    }

    /// How many messages the command holds, or nil where any of it is malformed: one pass before anything takes effect.
    package static func validCount(_ payload: UnsafeRawBufferPointer) -> Int? {
        var reader = PublishReader(payload)
        var count = 0
        while reader.next() != nil { count += 1 }
        return reader.isMalformed ? nil : count
    }

    private mutating func message(_ bytes: UnsafeRawBufferPointer) -> PublishedMessage? {
        var fields = ProtobufReader(bytes)
        var message = PublishedMessage()
        while fields.nextField() {
            switch (fields.fieldNumber, fields.wireType) {
            case (1, 0): message.sequence = fields.varint
            case (2, 2): message.type = bytes.slice(fields.payloadOffset, fields.payloadCount)
            case (3, 2): message.id = bytes.slice(fields.payloadOffset, fields.payloadCount)
            case (4, 2): message.body = bytes.slice(fields.payloadOffset, fields.payloadCount)
            case (5, 0): message.isExercise = fields.varint != 0
            case (6, 2): message.correlation = bytes.slice(fields.payloadOffset, fields.payloadCount)
            case (7, 2): message.causation = bytes.slice(fields.payloadOffset, fields.payloadCount)
            case (1...7, _): isMalformed = true
            default: break
            }
        }
        if fields.isMalformed { isMalformed = true }
        return isMalformed ? nil : message
    }
}

extension UnsafeRawBufferPointer {
    @inlinable
    package func slice(_ offset: Int, _ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[offset..<(offset + count)])
    }
}
