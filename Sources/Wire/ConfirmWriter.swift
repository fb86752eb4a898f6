import Contracts
import SwiftProtobuf

/// Builds one CONFIRM frame.
package struct ConfirmWriter {
    private var payload: [UInt8] = []

    package init() {}

    package var isEmpty: Bool { payload.isEmpty }
    package var byteCount: Int { payload.count }

    package mutating func append(sequence: UInt64, count: UInt32, position: UInt64, isDuplicate: Bool) {
        let size = 3 + varintSize(sequence) + varintSize(UInt64(count)) + varintSize(position) + (isDuplicate ? 2 : 0)
        payload.appendTag(field: 1, wireType: 2)
        payload.appendVarint(UInt64(size))
        payload.appendField(1, varint: sequence)
        payload.appendField(2, varint: UInt64(count))
        payload.appendField(3, varint: position)
        if isDuplicate { payload.appendField(4, varint: 1) }
    }

    /// Refusals are rare and hold text: through the generated type.
    package mutating func append(_ refusal: Refusal) {
        let bytes: [UInt8] = (try? refusal.serializedBytes()) ?? []
        bytes.withUnsafeBytes { payload.appendField(2, bytes: $0) }
    }

    package mutating func finish() -> [UInt8] {
        defer { payload.removeAll(keepingCapacity: true) }
        return [UInt8](command: .confirm, payload: payload)
    }
}
