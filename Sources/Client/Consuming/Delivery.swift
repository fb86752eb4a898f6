public import SwiftProtobuf
import Wire

/// A message that the gateway delivered. Acknowledge it when its effect is done: until then it comes again after a crash.
public struct Delivery: Sendable {
    private let frame: [UInt8]
    private let parts: DeliveredParts
    let inbox: Inbox
    /// Which hand-out of the message this is.
    var receipt: DeliveryReceipt
    /// Whether it comes from a ``Replay``: what it causes was perhaps caused before.
    public let isReplay: Bool

    init(frame: [UInt8], parts: DeliveredParts, receipt: DeliveryReceipt, isReplay: Bool, inbox: Inbox) {
        self.frame = frame
        self.parts = parts
        self.receipt = receipt
        self.isReplay = isReplay
        self.inbox = inbox
    }

    /// Its place in the gateway's journal; no other message has it. An agency that remembers the last one it dealt with knows a repeat, where
    /// it reads an exclusive consumer and nothing fails.
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
    /// The ordering key: messages with the same one reach an exclusive or a keyed consumer in the order in which they were committed.
    public var key: ArraySlice<UInt8> { frame[parts.key] }
    /// 1, and one for each failed attempt that was charged to this message: where it was begun and its lease or its session ended, and where it
    /// was answered with ``fail(reason:retryAfter:)``. Kept over restarts of the gateway. What was only prefetched is not charged.
    public var attempt: Int { Int(parts.attempt) }
    /// Whether it went out to this consumer before, as far as the gateway remembers: perhaps to another program, and perhaps seen by none.
    public var isRedelivered: Bool { parts.isRedelivered }
    public var isExercise: Bool { parts.isExercise }
    /// Whether somebody whom it is about was erased after it was published. Then it has neither body nor key; or, where others are in it too, it has both, and
    /// elements of its lists are missing. Acknowledge it: nothing else will come of it.
    public var isErased: Bool { parts.isErased }
    /// Its place in a chain of messages; nil: it is in none, or begins one.
    public var chain: MessageChain? {
        EventID(bytes: frame[parts.correlation]).map { MessageChain(correlation: $0, causation: EventID(bytes: frame[parts.causation])) }
    }

    /// Decodes the body. Ask ``isErased`` first: an erased message decodes to an empty one.
    public func decoded<Message: SwiftProtobuf.Message>(as type: Message.Type = Message.self) throws -> Message {
        try Message(serializedBytes: Array(body))
    }
}
