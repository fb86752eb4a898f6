import Contracts
import Foundation
import Wire

extension OutgoingMessage {
    /// The largest body that any gateway takes: the protocol's own limit.
    static let bodyBytesMax = 65_536
    /// The longest name that a type can have.
    static let typeBytesMax = TypeName.byteCountMax

    /// Why no gateway takes this message, or none with this limit; nil where one may.
    func refusal(bodyBytesMax: Int = Self.bodyBytesMax) -> MessageRefusal? {
        if body.count > bodyBytesMax {
            return MessageRefusal(code: GatewayErrorCode(.bodyTooLarge), path: "", rule: "size", expected: "at most \(bodyBytesMax) bytes")
        }
        if type.utf8.count > Self.typeBytesMax {
            let expected = "a type's name, at most \(Self.typeBytesMax) bytes; `cuakhau types` lists them"
            return MessageRefusal(code: GatewayErrorCode(.unknownType), path: "", rule: "size", expected: expected)
        }
        return sealRefusal
    }

    /// Why a message of a type with sealed fields stays on this machine: what is not sealed must not even reach the gateway, or the outbox.
    private var sealRefusal: MessageRefusal? {
        guard let known = Self.sealedTypes.first(where: { $0.name == type }) else { return nil }
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        guard case .refused(let refusal) = body.withUnsafeBytes({ known.check($0, recordedAt: now, isExercise: isExercise) }) else { return nil }
        return MessageRefusal(
            code: GatewayErrorCode(refusal.rule == .malformed ? .malformedBody : .ruleViolated),
            path: refusal.path,
            rule: refusal.rule.rawValue,
            expected: refusal.expected
        )
    }

    private static let sealedTypes = Catalogue.standard.types.filter(\.hasSealedFields)
}

extension Limits {
    /// The largest body that fits the gateway's own limit, and half of a frame with everything else of its message.
    var outgoingBodyBytesMax: Int {
        let body = bodyBytesMax == 0 ? Int.max : Int(bodyBytesMax)
        let frame = frameBytesMax == 0 ? Int.max : max(0, Int(frameBytesMax) / 2 - 256)
        return min(OutgoingMessage.bodyBytesMax, body, frame)
    }
}
