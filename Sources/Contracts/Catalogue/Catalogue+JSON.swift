import SwiftProtobuf

extension Catalogue {
    /// A body from JSON, in protobuf's own mapping; both `documentToken` and `document_token` name a field.
    ///
    /// - Throws: ``ContractError`` saying what does not fit; never the text itself.
    public func body(fromJSON json: String, type: MessageType) throws(ContractError) -> [UInt8] {
        let message = try generated(type)
        do {
            return try message.init(jsonString: json).serializedBytes()
        } catch let error as JSONDecodingError {
            throw ContractError(Self.text(error, type))
        } catch {
            throw ContractError("the JSON does not fit \(type.name)")
        }
    }

    /// A body as JSON, with the field names of the .proto. Fields that this version does not have are not in it.
    public func json(fromBody body: [UInt8], type: MessageType) throws(ContractError) -> String {
        let message = try generated(type)
        var options = JSONEncodingOptions()
        options.preserveProtoFieldNames = true
        do {
            return try message.init(serializedBytes: body).jsonString(options: options)
        } catch {
            throw ContractError("the body is no \(type.name)")
        }
    }

    private static let messages: [String: any SwiftProtobuf.Message.Type] = Dictionary(
        uniqueKeysWithValues: GeneratedMessages.all.map { ($0.protoMessageName, $0) })

    private func generated(_ type: MessageType) throws(ContractError) -> any SwiftProtobuf.Message.Type {
        guard let message = Self.messages[type.protobufName] else {
            throw ContractError("\(type.name) has no generated type in this program: run `make protos`")
        }
        return message
    }

    private static func text(_ error: JSONDecodingError, _ type: MessageType) -> String {
        let hint = "`cuakhau types \(type.name)` lists its fields"
        return switch error {
        case .unknownField(let name) where name.utf8.count <= 64: "\(type.name) has no field \(name); \(hint)"
        case .unrecognizedEnumValue: "an enum field has a value that \(type.name) does not know; \(hint)"
        case .malformedTimestamp: "a time is not in the form 2026-10-25T06:30:00Z"
        case .malformedNumber, .numberRange: "a number is not one that its field can hold; \(hint)"
        case .malformedString, .invalidUTF8: "a text is not valid"
        case .missingFieldNames, .truncated, .trailingGarbage: "this is not one whole JSON object"
        default: "the JSON does not fit \(type.name); \(hint)"
        }
    }
}
