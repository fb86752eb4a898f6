import Contracts
import SwiftProtobuf

/// Builds an ACK frame.
package struct AckWriter {
    private var payload: [UInt8] = []
    package private(set) var count = 0

    package init(subscription: UInt32) {
        payload.appendField(1, varint: UInt64(subscription))
    }

    /// Messages dealt with. Ranges rise.
    package mutating func appendAcknowledged(_ range: LeaseRange) { append(range, field: 2) }

    /// Messages that are being dealt with. Ranges rise.
    package mutating func appendBegun(_ range: LeaseRange) { append(range, field: 3) }

    /// Anything else; rare, so through the generated type.
    package mutating func append(_ answer: MessageAnswer) {
        let bytes: [UInt8] = (try? answer.serializedBytes()) ?? []
        bytes.withUnsafeBytes { payload.appendField(4, bytes: $0) }
        count += 1
    }

    package mutating func finish() -> [UInt8] { [UInt8](command: .ack, payload: payload) }

    private mutating func append(_ range: LeaseRange, field: UInt32) {
        var size = 2 + varintSize(range.first) + varintSize(range.last)
        if range.lease > 0 { size += 1 + varintSize(range.lease) }
        payload.appendTag(field: field, wireType: 2)
        payload.appendVarint(UInt64(size))
        payload.appendField(1, varint: range.first)
        payload.appendField(2, varint: range.last)
        if range.lease > 0 { payload.appendField(3, varint: range.lease) }
        count += 1
    }
}
