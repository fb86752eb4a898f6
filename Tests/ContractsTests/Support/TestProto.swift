import SwiftProtobuf
import Testing

@testable import Contracts

/// Descriptor sets for tests, written in protobuf's text format.
struct TestProto {
    var name = "test.thing.checked.v1"
    /// The options of the type, without its name.
    var type = "lane: LANE_NORMAL data_class: DATA_CLASS_INTERNAL key: 'id' publishers: ROLE_BORDER readers { role: ROLE_LABOUR }"
    /// The rules over several fields.
    var rules = ""
    /// The fields after `id`.
    var fields: [String] = []
    /// Whatever else the message holds: `oneof_decl`, `nested_type` …
    var members = ""
    /// Whatever else the file holds.
    var declarations = ""

    /// A field in the text format.
    static func field(_ name: String, _ number: Int, _ kind: String = "STRING", _ rules: String = "", repeated: Bool = false) -> String {
        let (type, reference) = kind.first == "." ? (kind.hasPrefix(".test.State") ? "ENUM" : "MESSAGE", " type_name: '\(kind)'") : (kind, "")
        return """
            field { name: '\(name)' number: \(number) type: TYPE_\(type)\(reference) label: LABEL_\(repeated ? "REPEATED" : "OPTIONAL")
              options { [cuakhau.contracts.v1.field] { \(rules) } } }
            """
    }

    /// A field with proto3 presence. Protobuf puts it into a oneof of its own.
    static func optional(_ name: String, _ number: Int, _ kind: String, _ rules: String = "", oneof: Int = 0) -> String {
        let plain = field(name, number, kind, rules)
        return String(plain.dropLast()) + " proto3_optional: true oneof_index: \(oneof) }"
    }

    var text: String {
        """
        name: 'test.proto' package: 'test' syntax: 'proto3'
        enum_type { name: 'State' value { name: 'STATE_UNSPECIFIED' number: 0 } value { name: 'STATE_NEW' number: 1 }
          value { name: 'STATE_OPEN' number: 2 } value { name: 'STATE_CLOSED' number: 3 } }
        \(declarations)
        message_type {
          name: 'Thing'
          options { [cuakhau.contracts.v1.type] { name: '\(name)' \(type) } [cuakhau.contracts.v1.rules] { \(rules) } }
          \(Self.field("id", 1, "STRING", "required: true format: FORMAT_REFERENCE"))
          \(fields.joined(separator: "\n"))
          \(members)
        }
        """
    }

    func descriptorSet() throws -> [UInt8] {
        var set = Google_Protobuf_FileDescriptorSet()
        set.file = [try Google_Protobuf_FileDescriptorProto(textFormatString: text, extensions: Cuakhau_Contracts_V1_Options_Extensions)]
        return try set.serializedBytes()
    }

    func catalogue() throws -> Catalogue { try Catalogue(descriptorSet: descriptorSet()) }

    func thing() throws -> MessageType { try #require(try catalogue().types.first) }
}
