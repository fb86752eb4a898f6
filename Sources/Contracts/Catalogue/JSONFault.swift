import SwiftProtobuf

/// Says what is wrong with a JSON text, without its values: they may be personal, and the answer may end in a log.
struct JSONFault {
    let type: MessageType
    let message: any SwiftProtobuf.Message.Type

    func error(for error: any Error, in json: String) -> ContractError {
        guard let object = try? Google_Protobuf_Struct(jsonString: json) else { return ContractError("this is not one whole JSON object") }
        // Names are compared before values are: an unknown one is told first.
        let names = object.fields.keys.sorted()
        if let name = names.first(where: { place(of: $0) == nil }) {
            return ContractError("\(type.name) has no field \(Self.printable(name)); \(hint)")
        }
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

    /// A name that is no identifier may be a value in the wrong place.
    private static func printable(_ name: String) -> String {
        let isIdentifier =
            name.utf8.count <= 48 && !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
                default: false
                }
            }
        return isIdentifier ? name : "of a name it holds"
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
