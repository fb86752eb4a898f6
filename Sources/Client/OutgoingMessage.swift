public import SwiftProtobuf

/// A message on its way to the gateway.
public struct OutgoingMessage: Sendable {
    /// Its type's name, for example `crossing.exit.recorded.v1`.
    public let type: String
    public let id: EventID
    /// Protobuf of the type.
    public let body: [UInt8]
    /// Exercise or test traffic: carried, and never counted as live.
    public let isExercise: Bool
    /// Nil: it is in no chain, or begins one.
    public let chain: MessageChain?

    public init(type: String, body: [UInt8], id: EventID = EventID(), isExercise: Bool = false, chain: MessageChain? = nil) {
        self.type = type
        self.body = body
        self.id = id
        self.isExercise = isExercise
        self.chain = chain
    }

    /// A message from its generated type.
    public init(
        type: String,
        _ message: some SwiftProtobuf.Message,
        id: EventID = EventID(),
        isExercise: Bool = false,
        chain: MessageChain? = nil
    ) throws {
        self.init(type: type, body: try message.serializedBytes(), id: id, isExercise: isExercise, chain: chain)
    }
}
