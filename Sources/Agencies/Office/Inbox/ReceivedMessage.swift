public import Client
public import SwiftProtobuf

/// A message as an office's rules get it.
public struct ReceivedMessage: Sendable {
    /// Its place in the gateway's journal.
    public let position: UInt64
    public let type: String
    public let id: EventID
    public let body: [UInt8]
    /// Who published it.
    public let principal: String
    /// When the gateway received it.
    public let recordedAt: UTCTime
    public let isExercise: Bool
    /// Whether somebody whom it is about was erased: then the body is empty, or elements of it are missing.
    public let isErased: Bool
    /// The place of what follows from it.
    public let chain: MessageChain

    public init(
        position: UInt64,
        type: String,
        id: EventID,
        body: [UInt8],
        principal: String,
        recordedAt: UTCTime,
        isExercise: Bool,
        isErased: Bool,
        chain: MessageChain
    ) {
        self.position = position
        self.type = type
        self.id = id
        self.body = body
        self.principal = principal
        self.recordedAt = recordedAt
        self.isExercise = isExercise
        self.isErased = isErased
        self.chain = chain
    }

    init(_ delivery: Delivery) {
        self.init(
            position: delivery.position,
            type: delivery.type,
            id: delivery.id,
            body: Array(delivery.body),
            principal: delivery.principal,
            recordedAt: UTCTime(microseconds: delivery.recordedAt),
            isExercise: delivery.isExercise,
            isErased: delivery.isErased,
            chain: MessageChain(following: delivery)
        )
    }

    public func decoded<Message: SwiftProtobuf.Message>(as type: Message.Type = Message.self) throws -> Message { try Message(serializedBytes: body) }
}
