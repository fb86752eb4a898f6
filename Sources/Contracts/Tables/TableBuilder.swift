import SwiftProtobuf

/// Compiles the messages of a descriptor set into tables, and finds the mistakes that a .proto's options can hold.
struct TableBuilder {
    private struct Declared {
        let message: Google_Protobuf_DescriptorProto
        let name: String
        let isProto3: Bool
    }

    private var messages: [String: Declared] = [:]
    private var enums: [String: Google_Protobuf_EnumDescriptorProto] = [:]
    private var places: [String: UInt16] = [:]
    /// The messages being compiled, to find one that holds itself.
    private var open: Set<String> = []
    private(set) var tables: [MessageTable] = []
    /// How many levels of messages each table has, itself among them.
    private var heights: [Int] = []

    init(_ set: Google_Protobuf_FileDescriptorSet) {
        for file in set.file {
            let package = file.package.isEmpty ? "" : ".\(file.package)"
            for message in file.messageType { declare(message, package, isProto3: file.syntax == "proto3") }
            for declared in file.enumType { enums["\(package).\(declared.name)"] = declared }
        }
    }

    private mutating func declare(_ message: Google_Protobuf_DescriptorProto, _ scope: String, isProto3: Bool) {
        let name = "\(scope).\(message.name)"
        messages[name] = Declared(message: message, name: String(name.dropFirst()), isProto3: isProto3)
        for inner in message.nestedType { declare(inner, name, isProto3: isProto3) }
        for inner in message.enumType { enums["\(name).\(inner.name)"] = inner }
    }

    /// Compiles a message and all within it.
    ///
    /// - Parameters:
    ///   - name: With the leading dot, as descriptors write it.
    ///   - depth: The level of the message, the type's own being 1.
    /// - Returns: The table's place in ``tables``.
    mutating func compile(_ name: String, depth: Int = 1) throws(ContractError) -> UInt16 {
        if let place = places[name] { return place }
        guard let declared = messages[name] else { throw ContractError("\(name.dropFirst()): not in the descriptor set") }
        guard declared.isProto3 else { throw ContractError("\(declared.name): only proto3 is supported") }
        guard declared.message.field.count <= MessageTable.fieldsMax else {
            throw ContractError("\(declared.name): a message has at most \(MessageTable.fieldsMax) fields")
        }
        open.insert(name)
        defer { open.remove(name) }
        let fields = FieldCompiler(message: declared.name)
        var compiled: [CompiledField] = []
        var height = 1
        for field in declared.message.field {
            var rule = try fields.rule(for: field)
            for earlier in compiled {
                guard earlier.rule.number != rule.number else { throw fields.fault(field, "the number \(rule.number) is that of another field") }
                guard earlier.name != field.name else { throw fields.fault(field, "another field has this name") }
            }
            var values: [Int64: String] = [:]
            switch rule.kind {
            case .message:
                guard !open.contains(field.typeName) else { throw fields.fault(field, "a message cannot hold itself") }
                guard messages[field.typeName]?.message.options.mapEntry != true else {
                    throw fields.fault(field, "a map is not supported: use a repeated message")
                }
                let tooDeep = fields.fault(field, "messages lie in one another at most \(Checker.depthMax) deep")
                guard depth < Checker.depthMax else { throw tooDeep }
                rule.table = try compile(field.typeName, depth: depth + 1)
                // It may have been compiled at a higher level.
                guard depth + heights[Int(rule.table)] <= Checker.depthMax else { throw tooDeep }
                height = max(height, heights[Int(rule.table)] + 1)
            case .enumeration:
                guard let declared = enums[field.typeName] else { throw fields.fault(field, "its enum is not in the descriptor set") }
                values = try fields.values(of: declared, for: field)
                rule.enumValues = values.keys.reduce(0) { $0 | 1 << UInt64($1) }
            default: break
            }
            compiled.append(CompiledField(name: field.name, rule: rule, typeName: field.typeName, values: values))
        }
        let crossRules = try CrossRuleCompiler(message: declared.name, fields: compiled, tables: tables).rules(of: declared.message)
        guard tables.count < Int(UInt16.max) else { throw ContractError("\(declared.name): a catalogue has at most \(UInt16.max) messages") }
        heights.append(height)
        tables.append(
            MessageTable(
                name: declared.name,
                fields: compiled.map(\.rule),
                fieldNames: compiled.map(\.name),
                crossRules: crossRules,
                enumNames: compiled.map(\.values)
            )
        )
        places[name] = UInt16(tables.count - 1)
        return UInt16(tables.count - 1)
    }

    /// Tells each table which roles it keeps something back from.
    func seal() {
        // A message's own messages are compiled before it: their answer is there when it is needed.
        for table in tables {
            var cut: UInt16 = 0
            for field in table.fields {
                if field.readers != 0 { cut |= ~field.readers }
                if field.kind == .message { cut |= tables[Int(field.table)].cutFor }
            }
            let hasParts = table.fields.contains { $0.kind == .message && tables[Int($0.table)].hasSubjects }
            let hasSealed = table.fields.contains { $0.isSealed || ($0.kind == .message && tables[Int($0.table)].hasSealedFields) }
            table.seal(cutFor: cut, hasPartsOfTheirOwn: hasParts, hasSealedFields: hasSealed)
        }
    }
}
