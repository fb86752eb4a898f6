import SwiftProtobuf

extension Catalogue {
    /// A body from JSON, in protobuf's own mapping; both `documentToken` and `document_token` name a field.
    ///
    /// - Throws: ``ContractError`` saying what does not fit, and in which field; never the text itself.
    public func body(fromJSON json: String, type: MessageType) throws(ContractError) -> [UInt8] {
        let message = try generated(type)
        do {
            return try message.init(jsonString: json).serializedBytes()
        } catch {
            throw JSONFault(type: type, message: message).error(for: error, in: json)
        }
    }

    /// A body as JSON, in protobuf's own mapping. Fields that this version of the type does not have are not in it.
    ///
    /// - Throws: ``ContractError`` where the bytes are not a message of the type.
    public func json(fromBody body: [UInt8], type: MessageType) throws(ContractError) -> String {
        let message = try generated(type)
        do {
            return try message.init(serializedBytes: body).jsonString()
        } catch {
            throw ContractError("the body is no \(type.name)")
        }
    }

    private static let messages: [String: any SwiftProtobuf.Message.Type] = Dictionary(
        GeneratedMessages.all.map { ($0.protoMessageName, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    private func generated(_ type: MessageType) throws(ContractError) -> any SwiftProtobuf.Message.Type {
        guard let message = Self.messages[type.protobufName] else {
            throw ContractError("\(type.name) has no generated type in this program: run Protocols/generate")
        }
        return message
    }
}
