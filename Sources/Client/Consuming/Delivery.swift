public import SwiftProtobuf
import Wire

/// A message that the gateway delivered. Acknowledge it when its effect is done: until then it comes again after a crash.
public struct Delivery: Sendable {
    private let frame: [UInt8]
    private let parts: DeliveredParts
    private let inbox: Inbox

    init(frame: [UInt8], parts: DeliveredParts, inbox: Inbox) {
        self.frame = frame
        self.parts = parts
        self.inbox = inbox
    }

    /// Its place in the gateway's journal. Rises with every message; an agency that remembers the last one it dealt with knows a repeat.
    public var position: UInt64 { parts.position }
    /// Its type's name.
    public var type: String { String(decoding: frame[parts.type], as: UTF8.self) }
    public var id: EventID { EventID(bytes: frame[parts.id]) ?? EventID(high: 0, low: 0) }
    /// Protobuf of the type, without what this role may not read.
    public var body: ArraySlice<UInt8> { frame[parts.body] }
    /// When the gateway received it, in microseconds since 1970-01-01T00:00:00Z.
    public var recordedAt: Int64 { parts.recordedAt }
    /// Who published it.
    public var principal: String { String(decoding: frame[parts.principal], as: UTF8.self) }
    /// The ordering key: messages with the same one arrive in the order in which they were committed.
    public var key: ArraySlice<UInt8> { frame[parts.key] }
    /// 1 for the first delivery to this consumer, as far as the gateway remembers.
    public var attempt: Int { Int(parts.attempt) }
    public var isExercise: Bool { parts.isExercise }

    /// Decodes the body.
    public func decoded<Message: SwiftProtobuf.Message>(as type: Message.Type = Message.self) throws -> Message {
        try Message(serializedBytes: Array(body))
    }

    /// Tells the gateway that this message is dealt with. Returns at once; the acknowledgement leaves within about a millisecond.
    public func acknowledge() { inbox.acknowledge(parts.position, recordedAt: parts.recordedAt) }
}
