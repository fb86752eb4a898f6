import SwiftProtobuf

/// Says what is wrong with a JSON text, without anything out of it: that may be personal, and the answer may end in a log.
struct JSONFault {
    let type: MessageType
    let message: any SwiftProtobuf.Message.Type

    func error(for error: any Error, in json: String) -> ContractError {
        guard let object = try? Google_Protobuf_Struct(jsonString: json) else { return ContractError("this is not one whole JSON object") }
        // Names are compared before values are: an unknown one is told first. It is not repeated: it may be a value in the wrong place.
        let names = object.fields.keys.sorted()
        guard names.allSatisfy({ place(of: $0) != nil }) else { return ContractError("\(type.name): a field it does not have; \(hint)") }
        for name in names {
            guard let place = place(of: name), let value = object.fields[name] else { continue }
            var single = Google_Protobuf_Struct()
            single.fields[name] = value
            do {
                _ = try message.init(jsonString: single.jsonString())
            } catch {
                return ContractError("\(type.table.fieldNames[place]): \(Self.text(error)); \(hint)")
            }
        }
        return ContractError("\(type.name): \(Self.text(error)); \(hint)")
    }

    private var hint: String { "`cuakhau types \(type.name)` lists its fields" }

    private func place(of name: String) -> Int? {
        type.table.fieldNames.firstIndex { $0 == name || Self.camelCase($0) == name }
    }

    /// The JSON name of a field, as protoc makes it.
    private static func camelCase(_ name: String) -> String {
        var isAfterUnderscore = false
        var result = ""
        for character in name {
            if character == "_" {
                isAfterUnderscore = true
            } else {
                result += isAfterUnderscore ? character.uppercased() : String(character)
                isAfterUnderscore = false
            }
        }
        return result
    }

    private static func text(_ error: any Error) -> String {
        switch error as? JSONDecodingError {
        case .unknownField: "it holds a field that its message does not have"
        case .unrecognizedEnumValue: "a value that its enum does not have"
        case .malformedTimestamp: "a time is written 2026-10-25T06:30:00Z"
        case .malformedNumber, .numberRange, .leadingZero: "not a number that it can hold"
        case .malformedString, .invalidUTF8: "not a valid text"
        case .malformedBool: "true or false"
        case .illegalNull: "null is no value of it"
        default: "not a value of its kind"
        }
    }
}
