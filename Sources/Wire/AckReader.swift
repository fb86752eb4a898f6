import Contracts
import SwiftProtobuf

/// Walks an ACK command in place.
package enum AckReader {
    package enum Item {
        case acknowledged(LeaseRange)
        case begun(LeaseRange)
        case answer(MessageAnswer)
    }

    /// The most ranges and answers of one command.
    package static let itemsMax = 4_096

    /// Calls `body` with each part in order, after the whole command was found well-formed: at most ``itemsMax`` parts, ranges of each kind
    /// rising, reasons that are codes. So a command costs no more than the messages it is about.
    ///
    /// - Returns: The subscription, or nil where the command is malformed (`body` was not called).
    package static func read(_ payload: UnsafeRawBufferPointer, _ body: (_ subscription: UInt32, _ item: Item) -> Void) -> UInt32? {
        guard let subscription = subscription(payload) else { return nil }
        var reader = ProtobufReader(payload)
        while reader.nextField() {
            guard reader.wireType == 2 else { continue }
            let part = payload.slice(reader.payloadOffset, reader.payloadCount)
            switch reader.fieldNumber {
            case 2: if let range = range(part) { body(subscription, .acknowledged(range)) }
            case 3: if let range = range(part) { body(subscription, .begun(range)) }
            case 4: if let answer = answer(part) { body(subscription, .answer(answer)) }
            default: break
            }
        }
        return subscription
    }

    /// The subscription of a well-formed command: the pass before anything takes effect.
    private static func subscription(_ payload: UnsafeRawBufferPointer) -> UInt32? {
        var reader = ProtobufReader(payload)
        var subscription: UInt32 = 0
        var count = 0
        var lastAcknowledged: UInt64?
        var lastBegun: UInt64?
        while reader.nextField() {
            let part = reader.wireType == 2 ? payload.slice(reader.payloadOffset, reader.payloadCount) : payload.slice(0, 0)
            switch (reader.fieldNumber, reader.wireType) {
            case (1, 0):
                guard reader.varint <= UInt64(UInt16.max) else { return nil }
                subscription = UInt32(reader.varint)
            case (2, 2): guard rises(part, &lastAcknowledged) else { return nil }
            case (3, 2): guard rises(part, &lastBegun) else { return nil }
            case (4, 2): guard answer(part) != nil else { return nil }
            case (1...4, _): return nil
            default: continue
            }
            if reader.fieldNumber > 1 { count += 1 }
            guard count <= itemsMax else { return nil }
        }
        return reader.isMalformed ? nil : subscription
    }

    private static func rises(_ part: UnsafeRawBufferPointer, _ last: inout UInt64?) -> Bool {
        guard let range = range(part), last.map({ range.first > $0 }) ?? true else { return false }
        last = range.last
        return true
    }

    private static func range(_ bytes: UnsafeRawBufferPointer) -> LeaseRange? {
        var reader = ProtobufReader(bytes)
        var first: UInt64 = 0
        var last: UInt64 = 0
        var lease: UInt64 = 0
        while reader.nextField() {
            switch (reader.fieldNumber, reader.wireType) {
            case (1, 0): first = reader.varint
            case (2, 0): last = reader.varint
            case (3, 0): lease = reader.varint
            case (1...3, _): return nil
            default: break
            }
        }
        return reader.isMalformed || last < first ? nil : LeaseRange(first...last, lease: lease)
    }

    private static func answer(_ bytes: UnsafeRawBufferPointer) -> MessageAnswer? {
        guard let answer = try? MessageAnswer(serializedBytes: Array(bytes)), ReasonCode.isValid(answer.reason.utf8) else { return nil }
        switch answer.kind {
        case .nak, .progress, .terminate, .release: return answer
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }
}
