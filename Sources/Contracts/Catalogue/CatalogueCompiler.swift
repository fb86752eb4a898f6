import SwiftProtobuf

/// Turns the messages that carry the option `type` into types.
struct CatalogueCompiler {
    private let set: Google_Protobuf_FileDescriptorSet
    private var builder: TableBuilder

    private struct Found {
        let name: String
        let path: String
        let options: TypeOptions
        let place: UInt16
        let summary: String
    }

    init(_ set: Google_Protobuf_FileDescriptorSet) {
        self.set = set
        builder = TableBuilder(set)
    }

    func compile() throws(ContractError) -> [MessageType] {
        var compiler = self
        return try compiler.compileTypes()
    }

    private mutating func compileTypes() throws(ContractError) -> [MessageType] {
        let comments = Comments(set)
        var found: [Found] = []
        for file in set.file {
            for message in file.messageType where message.options.hasCuakhau_Contracts_V1_type {
                let path = ".\(file.package).\(message.name)"
                let options = message.options.Cuakhau_Contracts_V1_type
                let name = try TypeName(validating: options.name).description
                found.append(
                    Found(name: name, path: path, options: options, place: try builder.compile(path), summary: comments.text(of: path)))
            }
        }
        for table in builder.tables { table.seal(cutFor: builder.cutFor(table)) }
        found.sort { $0.name < $1.name }
        for (earlier, later) in zip(found, found.dropFirst()) where earlier.name == later.name {
            throw ContractError("\(later.name) is declared twice")
        }
        let tables = TableSet(builder.tables)
        var types: [MessageType] = []
        for (index, type) in found.enumerated() { types.append(try makeType(type, index, tables, comments)) }
        return types
    }

    private func makeType(_ found: Found, _ index: Int, _ tables: TableSet, _ comments: Comments) throws(ContractError) -> MessageType {
        let options = found.options
        let table = builder.tables[Int(found.place)]
        guard let lane = Lane(rawValue: UInt8(clamping: options.lane.rawValue)),
            let dataClass = DataClass(rawValue: UInt8(clamping: options.dataClass.rawValue))
        else { throw ContractError("\(found.name): lane and data_class are required") }
        let (readerMask, bindings) = try readers(found, table)
        return MessageType(
            index: index, name: found.name, protobufName: table.name, options: options, lane: lane, dataClass: dataClass, table: table,
            tables: tables, keyPlaces: try keyPlaces(found, table), publisherMask: try publishers(found), readBindings: bindings,
            readerMask: readerMask, summary: found.summary,
            fields: FieldDescriber(tables: builder.tables, comments: comments).fields(of: table, path: found.path, prefix: ""))
    }

    private func keyPlaces(_ found: Found, _ table: MessageTable) throws(ContractError) -> [Int] {
        guard (1...MessageKey.partsMax).contains(found.options.key.count) else {
            throw ContractError("\(found.name): a key has 1 to \(MessageKey.partsMax) fields")
        }
        var places: [Int] = []
        for name in found.options.key {
            guard let place = table.fieldNames.firstIndex(of: name) else { throw ContractError("\(found.name): the key's field \(name) is not there") }
            let field = table.fields[place]
            guard field.isRequired, !field.isRepeated, field.kind != .message, field.kind != .timestamp, field.kind != .bytes else {
                throw ContractError("\(found.name): the key's field \(name) must be a required text, number or enum")
            }
            // The key goes to every reader.
            guard field.readers == 0 else { throw ContractError("\(found.name): the key's field \(name) must be for every reader") }
            places.append(place)
        }
        return places
    }

    private func publishers(_ found: Found) throws(ContractError) -> UInt16 {
        guard !found.options.publishers.isEmpty else { throw ContractError("\(found.name): publishers are required") }
        if found.options.publishers == [.unspecified] {
            return Role.allCases.reduce(0) { $0 | $1.mask } & ~Role.operator.mask & ~Role.auditor.mask
        }
        return try MessageCompiler.mask(found.options.publishers, found.name)
    }

    private func readers(_ found: Found, _ table: MessageTable) throws(ContractError) -> (UInt16, [Binding]) {
        guard !found.options.readers.isEmpty else { throw ContractError("\(found.name): readers are required") }
        var mask: UInt16 = 0
        var bindings = [Binding](repeating: .none, count: Int(Role.operator.rawValue) + 1)
        for reader in found.options.readers {
            guard let binding = Binding(rawValue: UInt8(clamping: reader.binding.rawValue)) else {
                throw ContractError("\(found.name): unknown binding")
            }
            guard binding == .none || table.fields.contains(where: { $0.binding == binding }) else {
                throw ContractError("\(found.name): a reader's binding needs a field with the same binding")
            }
            let roles = reader.role == .unspecified ? Role.allCases.filter { $0 != .operator } : []
            let named = Role(rawValue: UInt8(clamping: reader.role.rawValue)).map { [$0] } ?? roles
            guard !named.isEmpty else { throw ContractError("\(found.name): unknown role of a reader") }
            for role in named {
                mask |= role.mask
                bindings[Int(role.rawValue)] = binding
            }
        }
        return (mask, bindings)
    }
}
