import SwiftProtobuf

/// Compiles the messages of a descriptor set into tables, and finds every mistake that a .proto's options can hold.
struct TableBuilder {
    private struct Declared {
        let message: Google_Protobuf_DescriptorProto
        let name: String
    }

    private var messages: [String: Declared] = [:]
    private var enums: [String: Google_Protobuf_EnumDescriptorProto] = [:]
    private var places: [String: UInt16] = [:]
    private(set) var tables: [MessageTable] = []

    init(_ set: Google_Protobuf_FileDescriptorSet) {
        for file in set.file {
            let package = file.package.isEmpty ? "" : ".\(file.package)"
            for message in file.messageType { declare(message, package) }
            for declared in file.enumType { enums["\(package).\(declared.name)"] = declared }
        }
    }

    private mutating func declare(_ message: Google_Protobuf_DescriptorProto, _ scope: String) {
        let name = "\(scope).\(message.name)"
        messages[name] = Declared(message: message, name: String(name.dropFirst()))
        for inner in message.nestedType { declare(inner, name) }
        for inner in message.enumType { enums["\(name).\(inner.name)"] = inner }
    }

    /// Compiles a message and all within it.
    ///
    /// - Parameter name: With the leading dot, as descriptors write it.
    /// - Returns: The table's place in ``tables``.
    mutating func compile(_ name: String) throws(ContractError) -> UInt16 {
        if let place = places[name] { return place }
        guard let declared = messages[name] else { throw ContractError("\(name.dropFirst()): not in the descriptor set") }
        guard declared.message.field.count <= MessageTable.fieldsMax else {
            throw ContractError("\(declared.name): a message has at most \(MessageTable.fieldsMax) fields")
        }
        var compiler = MessageCompiler(name: declared.name, message: declared.message)
        for field in declared.message.field {
            var rule = try compiler.rule(for: field)
            switch rule.kind {
            case .message:
                guard field.typeName != name else { throw ContractError("\(declared.name).\(field.name): a message cannot hold itself") }
                rule.table = try compile(field.typeName)
            case .enumeration:
                guard let values = enums[field.typeName] else { throw ContractError("\(declared.name).\(field.name): unknown enum") }
                rule.enumValues = try compiler.values(of: values, field: field)
            default: break
            }
            compiler.append(rule, field)
        }
        let table = try compiler.finish(tables)
        let place = UInt16(tables.count)
        tables.append(table)
        places[name] = place
        return place
    }

    /// The roles from which a table, or one within it, keeps something back.
    func cutFor(_ table: MessageTable) -> UInt16 {
        var cut: UInt16 = 0
        for field in table.fields {
            if field.readers != 0 { cut |= ~field.readers }
            if field.kind == .message { cut |= cutFor(tables[Int(field.table)]) }
        }
        return cut
    }
}
