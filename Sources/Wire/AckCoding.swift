import Contracts

/// An ACK command: which positions of which subscription are settled.
package enum AckCoding {
    /// A frame acknowledging `ranges` of a subscription.
    package static func frame(subscription: UInt32, ranges: [ClosedRange<UInt64>]) -> [UInt8] {
        var payload: [UInt8] = []
        payload.appendField(1, varint: UInt64(subscription))
        for range in ranges {
            payload.appendTag(field: 2, wireType: 2)
            payload.appendVarint(UInt64(2 + varintSize(range.lowerBound) + varintSize(range.upperBound)))
            payload.appendField(1, varint: range.lowerBound)
            payload.appendField(2, varint: range.upperBound)
        }
        return [UInt8](command: .ack, payload: payload)
    }

    /// The most ranges of one command.
    package static let rangesMax = 4_096

    /// Calls `body` with each range, in order, after the whole command was found well-formed: at most ``rangesMax`` ranges, each after the one
    /// before it, so that a command costs no more than the messages it settles.
    ///
    /// - Returns: The subscription, or nil where the command is malformed (`body` was not called).
    package static func forEachRange(
        _ payload: UnsafeRawBufferPointer,
        _ body: (_ subscription: UInt32, _ first: UInt64, _ last: UInt64) -> Void
    ) -> UInt32? {
        var subscription: UInt32 = 0
        for isSecondPass in [false, true] {
            var reader = ProtobufReader(payload)
            var count = 0
            var lastOfEarlier: UInt64?
            while reader.nextField() {
                switch (reader.fieldNumber, reader.wireType) {
                case (1, 0):
                    guard reader.varint <= UInt64(UInt16.max) else { return nil }
                    subscription = UInt32(reader.varint)
                case (2, 2):
                    guard let range = range(payload.slice(reader.payloadOffset, reader.payloadCount)), count < rangesMax,
                        lastOfEarlier.map({ range.first > $0 }) ?? true
                    else { return nil }
                    count += 1
                    lastOfEarlier = range.last
                    if isSecondPass { body(subscription, range.first, range.last) }
                case (1...2, _): return nil
                default: break
                }
            }
            if reader.isMalformed { return nil }
        }
        return subscription
    }

    private static func range(_ bytes: UnsafeRawBufferPointer) -> (first: UInt64, last: UInt64)? {
        var reader = ProtobufReader(bytes)
        var first: UInt64 = 0
        var last: UInt64 = 0
        while reader.nextField() {
            switch (reader.fieldNumber, reader.wireType) {
            case (1, 0): first = reader.varint
            case (2, 0): last = reader.varint
            case (1...2, _): return nil
            default: break
            }
        }
        return reader.isMalformed || last < first ? nil : (first, last)
    }
}
