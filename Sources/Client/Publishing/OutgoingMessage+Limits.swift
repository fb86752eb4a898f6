import Contracts
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
        return nil
    }
}

extension Limits {
    /// The largest body that fits the gateway's own limit, and half of a frame with everything else of its message.
    var outgoingBodyBytesMax: Int {
        let body = bodyBytesMax == 0 ? Int.max : Int(bodyBytesMax)
        let frame = frameBytesMax == 0 ? Int.max : max(0, Int(frameBytesMax) / 2 - 256)
        return min(OutgoingMessage.bodyBytesMax, body, frame)
    }
}
