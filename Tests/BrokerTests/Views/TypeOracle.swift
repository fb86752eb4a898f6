import Foundation
import SwiftProtobuf

@testable import Contracts

/// What the .proto files say of who may see which field, read straight from the descriptors: none of the gateway's tables or views has a part in it.
struct TypeOracle {
    let name: String
    let readers: [Reader]
    private let message: Google_Protobuf_DescriptorProto
    private let messages: [String: Google_Protobuf_DescriptorProto]

    struct Reader {
        let role: Role
        let binding: Cuakhau_Contracts_V1_Binding
    }

    static let all: [TypeOracle] = {
        guard
            let set = try? Google_Protobuf_FileDescriptorSet(
                serializedBytes: Catalogue.standardDescriptorSet,
                extensions: Cuakhau_Contracts_V1_Options_Extensions
            )
        else { return [] }
        var messages: [String: Google_Protobuf_DescriptorProto] = [:]
        for file in set.file { for message in file.messageType { messages[".\(file.package).\(message.name)"] = message } }
        return messages.values.filter { $0.options.hasCuakhau_Contracts_V1_type }.map { TypeOracle($0, messages) }.sorted { $0.name < $1.name }
    }()

    private init(_ message: Google_Protobuf_DescriptorProto, _ messages: [String: Google_Protobuf_DescriptorProto]) {
        self.message = message
        self.messages = messages
        let options = message.options.Cuakhau_Contracts_V1_type
        name = options.name
        readers = options.readers.flatMap { reader in
            let named = [Role(rawValue: UInt8(reader.role.rawValue))].compactMap(\.self)
            let roles = reader.role == .unspecified ? Role.allCases.filter { $0 != .operator } : named
            return roles.map { Reader(role: $0, binding: reader.binding) }
        }
    }

    // MARK: A body with everything in it

    /// Every field of the type, and one that it does not have.
    func body(gate: String, principal: String) -> [UInt8] {
        var bytes = Self.body(message, messages, gate: gate, principal: principal)
        bytes.appendField(250, varint: 1)
        return bytes
    }

    private static func body(
        _ message: Google_Protobuf_DescriptorProto,
        _ messages: [String: Google_Protobuf_DescriptorProto],
        gate: String,
        principal: String
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for field in message.field {
            let number = UInt32(field.number)
            switch field.type {
            case .string, .bytes:
                let rules = field.options.Cuakhau_Contracts_V1_field
                let text = rules.binding == .gate ? gate : rules.binding == .principal ? principal : "x"
                Array(text.utf8).withUnsafeBytes { bytes.appendField(number, bytes: $0) }
            case .message:
                let inner = messages[field.typeName].map { body($0, messages, gate: gate, principal: principal) } ?? []
                for _ in 0..<(field.label == .repeated ? 2 : 1) { inner.withUnsafeBytes { bytes.appendField(number, bytes: $0) } }
            default: bytes.appendField(number, varint: 1)
            }
        }
        return bytes
    }

    // MARK: What may be in a view

    /// The fields of a body that a role may not see, as paths.
    func leaks(_ body: [UInt8], to role: Role) -> [String] {
        guard readers.contains(where: { $0.role == role }) else { return body.isEmpty ? [] : [name] }
        // What the .proto does not have goes only to those from whom nothing is kept.
        return Self.leaks(body, message, messages, role, path: name, isWhole: Self.isWhole(message, messages, role))
    }

    private static func isAllowed(_ field: Google_Protobuf_FieldDescriptorProto, _ role: Role) -> Bool {
        let readers = field.options.Cuakhau_Contracts_V1_field.readers
        return readers.isEmpty || readers.contains { $0.rawValue == Int(role.rawValue) }
    }

    private static func isWhole(
        _ message: Google_Protobuf_DescriptorProto,
        _ messages: [String: Google_Protobuf_DescriptorProto],
        _ role: Role
    ) -> Bool {
        message.field.allSatisfy { field in
            isAllowed(field, role) && (field.type != .message || messages[field.typeName].map { isWhole($0, messages, role) } ?? true)
        }
    }

    private static func leaks(
        _ body: [UInt8],
        _ message: Google_Protobuf_DescriptorProto,
        _ messages: [String: Google_Protobuf_DescriptorProto],
        _ role: Role,
        path: String,
        isWhole: Bool
    ) -> [String] {
        body.withUnsafeBytes { bytes in
            var found: [String] = []
            var reader = ProtobufReader(bytes)
            while reader.nextField() {
                guard let field = message.field.first(where: { UInt32($0.number) == reader.fieldNumber }) else {
                    if !isWhole { found.append("\(path).\(reader.fieldNumber)") }
                    continue
                }
                guard isAllowed(field, role) else {
                    found.append("\(path).\(field.name)")
                    continue
                }
                guard field.type == .message, let inner = messages[field.typeName] else { continue }
                let content = Array(bytes[reader.payloadOffset..<(reader.payloadOffset + reader.payloadCount)])
                found += leaks(content, inner, messages, role, path: "\(path).\(field.name)", isWhole: isWhole)
            }
            return reader.isMalformed ? found + ["\(path) is no protobuf"] : found
        }
    }

    /// The fields that a view could hold and a role may see; so that a view of nothing at all does not pass for one.
    func visible(_ role: Role) -> [String] { message.field.filter { Self.isAllowed($0, role) }.map(\.name) }
}
