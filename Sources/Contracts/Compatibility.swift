import SwiftProtobuf

/// Compares a released descriptor set with a later one: a publisher or reader of the released version must go on working unchanged.
///
/// Messages, enum values and fields may be added, but no required ones to a message that exists; nothing may be removed, renamed, renumbered
/// or change its kind.
public struct Compatibility {
    private let released: Declarations
    private let current: Declarations

    /// - Throws: ``ContractError`` where one of them is not a serialized `google.protobuf.FileDescriptorSet`.
    public init(released: [UInt8], current: [UInt8]) throws(ContractError) {
        self.released = try Declarations(released)
        self.current = try Declarations(current)
    }

    /// What breaks, each a line that names the message or enum; empty: nothing does.
    public func breaks() -> [String] {
        var breaks: [String] = []
        for (name, message) in released.messages.sorted(by: { $0.key < $1.key }) {
            guard let later = current.messages[name] else {
                breaks.append("\(name): the message is gone")
                continue
            }
            breaks += typeBreaks(name, message.options, later.options)
            breaks += fieldBreaks(name, message, later)
        }
        for (name, declared) in released.enums.sorted(by: { $0.key < $1.key }) {
            guard let later = current.enums[name] else {
                breaks.append("\(name): the enum is gone")
                continue
            }
            for value in declared.value where !later.value.contains(where: { $0.number == value.number && $0.name == value.name }) {
                breaks.append("\(name): the value \(value.name) = \(value.number) is gone")
            }
        }
        return breaks
    }

    private func typeBreaks(_ name: String, _ earlier: Google_Protobuf_MessageOptions, _ later: Google_Protobuf_MessageOptions) -> [String] {
        guard earlier.hasCuakhau_Contracts_V1_type else { return [] }
        guard later.hasCuakhau_Contracts_V1_type else { return ["\(name): it is no type any more"] }
        let (earlier, later) = (earlier.Cuakhau_Contracts_V1_type, later.Cuakhau_Contracts_V1_type)
        var breaks: [String] = []
        if earlier.name != later.name { breaks.append("\(name): the type \(earlier.name) is renamed to \(later.name)") }
        // Messages of one key would be ordered by two different keys.
        if earlier.key != later.key { breaks.append("\(name): the key of \(earlier.name) has changed") }
        return breaks
    }

    private func fieldBreaks(_ name: String, _ earlier: Google_Protobuf_DescriptorProto, _ later: Google_Protobuf_DescriptorProto) -> [String] {
        var breaks: [String] = []
        for field in earlier.field {
            let place = "\(name).\(field.name)"
            guard let other = later.field.first(where: { $0.number == field.number }) else {
                breaks.append("\(place): the field \(field.number) is gone")
                continue
            }
            if other.name != field.name { breaks.append("\(place): it is renamed to \(other.name)") }
            if other.type != field.type || other.typeName != field.typeName { breaks.append("\(place): its kind has changed") }
            if other.label != field.label || other.proto3Optional != field.proto3Optional { breaks.append("\(place): its label has changed") }
            if Self.oneof(field, earlier) != Self.oneof(other, later) { breaks.append("\(place): it has moved into or out of a oneof") }
            if !Self.isRequired(field), Self.isRequired(other) { breaks.append("\(place): it is required now") }
        }
        for field in later.field where Self.isRequired(field) && !earlier.field.contains(where: { $0.number == field.number }) {
            breaks.append("\(name).\(field.name): a new field cannot be required")
        }
        return breaks
    }

    private static func oneof(_ field: Google_Protobuf_FieldDescriptorProto, _ message: Google_Protobuf_DescriptorProto) -> String? {
        guard field.hasOneofIndex, !field.proto3Optional, message.oneofDecl.indices.contains(Int(field.oneofIndex)) else { return nil }
        return message.oneofDecl[Int(field.oneofIndex)].name
    }

    private static func isRequired(_ field: Google_Protobuf_FieldDescriptorProto) -> Bool {
        field.options.hasCuakhau_Contracts_V1_field && field.options.Cuakhau_Contracts_V1_field.required
    }

    /// The messages and enums of a set, by their full names.
    private struct Declarations {
        var messages: [String: Google_Protobuf_DescriptorProto] = [:]
        var enums: [String: Google_Protobuf_EnumDescriptorProto] = [:]

        init(_ bytes: [UInt8]) throws(ContractError) {
            for file in try Google_Protobuf_FileDescriptorSet(contracts: bytes).file {
                let scope = file.package.isEmpty ? "" : "\(file.package)."
                for message in file.messageType { add(message, scope) }
                for declared in file.enumType { enums[scope + declared.name] = declared }
            }
        }

        private mutating func add(_ message: Google_Protobuf_DescriptorProto, _ scope: String) {
            let name = scope + message.name
            messages[name] = message
            for inner in message.nestedType { add(inner, "\(name).") }
            for declared in message.enumType { enums["\(name).\(declared.name)"] = declared }
        }
    }
}

extension Google_Protobuf_FileDescriptorSet {
    /// Reads a set with the options of options.proto in it.
    init(contracts bytes: [UInt8]) throws(ContractError) {
        do {
            self = try Google_Protobuf_FileDescriptorSet(serializedBytes: bytes, extensions: Cuakhau_Contracts_V1_Options_Extensions)
        } catch {
            throw ContractError("not a FileDescriptorSet")
        }
    }
}
