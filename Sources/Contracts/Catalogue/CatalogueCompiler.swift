import SwiftProtobuf

/// Turns the messages that carry the option `type` into types.
struct CatalogueCompiler {
    private let set: Google_Protobuf_FileDescriptorSet
    private var builder: TableBuilder

    private struct Found {
        let name: String
        let path: String
        let options: Cuakhau_Contracts_V1_TypeOptions
        let table: MessageTable
    }

    init(_ set: Google_Protobuf_FileDescriptorSet) {
        self.set = set
        builder = TableBuilder(set)
    }

    mutating func compile() throws(ContractError) -> [MessageType] {
        var found: [Found] = []
        for file in set.file {
            for message in file.messageType {
                let path = file.package.isEmpty ? ".\(message.name)" : ".\(file.package).\(message.name)"
                for inner in message.nestedType { try refuseType(inner, path) }
                guard message.options.hasCuakhau_Contracts_V1_type else { continue }
                found.append(try makeFound(message.options.Cuakhau_Contracts_V1_type, path))
            }
        }
        guard !found.isEmpty else { throw ContractError("no message carries the option (cuakhau.contracts.v1.type)") }
        builder.seal()
        found.sort { $0.name < $1.name }
        for (earlier, later) in zip(found, found.dropFirst()) where earlier.name == later.name {
            throw ContractError("\(later.path.dropFirst()): \(later.name) is declared twice, also by \(earlier.path.dropFirst())")
        }
        let tables = TableSet(builder.tables)
        let describer = FieldDescriber(tables: builder.tables, comments: Comments(set))
        var types: [MessageType] = []
        for (index, type) in found.enumerated() { types.append(try makeType(type, index, tables, describer)) }
        return types
    }

    private func refuseType(_ message: Google_Protobuf_DescriptorProto, _ scope: String) throws(ContractError) {
        guard !message.options.hasCuakhau_Contracts_V1_type else {
            throw ContractError("\(scope.dropFirst()).\(message.name): a message inside another cannot be a type")
        }
        for inner in message.nestedType { try refuseType(inner, "\(scope).\(message.name)") }
    }

    private mutating func makeFound(_ options: Cuakhau_Contracts_V1_TypeOptions, _ path: String) throws(ContractError) -> Found {
        let message = path.dropFirst()
        guard options.unknownFields.data.isEmpty else {
            throw ContractError("\(message): it has an option that this version of the program does not know")
        }
        let name: TypeName
        do {
            name = try TypeName(validating: options.name)
        } catch {
            throw ContractError("\(message): \(error.message)")
        }
        let place = try builder.compile(path)
        return Found(name: name.description, path: path, options: options, table: builder.tables[Int(place)])
    }

    private func makeType(_ found: Found, _ index: Int, _ tables: TableSet, _ describer: FieldDescriber) throws(ContractError) -> MessageType {
        let options = found.options
        guard let lane = Lane(rawValue: UInt8(clamping: options.lane.rawValue)) else { throw fault(found, "a lane is required") }
        guard let dataClass = DataClass(rawValue: UInt8(clamping: options.dataClass.rawValue)) else {
            throw fault(found, "a data_class is required")
        }
        guard options.bodyBytesMax <= MessageType.bodyBytesMax else { throw fault(found, "body_bytes_max goes to \(MessageType.bodyBytesMax)") }
        for binding in [Binding.gate, .principal] where found.table.fields.count(where: { $0.binding == binding }) > 1 {
            throw fault(found, "two fields have the binding \(binding)")
        }
        try checkSubjects(found, dataClass)
        let rights = try rights(found)
        // A field may be for its publisher's own eyes, who finds it again in the journal, but not for roles that have no part in the type.
        for (place, field) in found.table.fields.enumerated() where field.readers & ~(rights.readers | rights.publishers) != 0 {
            let name = found.table.fieldNames[place]
            throw ContractError("\(found.path.dropFirst()).\(name): a role that may read it neither reads nor publishes \(found.name)")
        }
        return MessageType(
            index: index,
            name: found.name,
            options: options,
            lane: lane,
            dataClass: dataClass,
            table: found.table,
            tables: tables,
            keyPlaces: try keyPlaces(found),
            rights: rights,
            summary: describer.comments.text(of: found.path),
            fields: describer.fields(of: found.table)
        )
    }

    /// What is encrypted at rest needs somebody whose key it is encrypted with; and nothing is erased that is nobody's.
    private func checkSubjects(_ found: Found, _ dataClass: DataClass) throws(ContractError) {
        let fields = Array(found.table.fields)
        let inner = fields.filter { $0.kind == .message }.map { (field: $0, table: builder.tables[Int($0.table)]) }
        let deeper = inner.flatMap { $0.table.fields.filter { $0.kind == .message } }.map { builder.tables[Int($0.table)] }
        guard !deeper.contains(where: \.hasSubjects) else {
            throw fault(found, "a subject is in the type itself, or in a message directly inside it")
        }
        let isPersonal = dataClass == .personal || dataClass == .sensitive
        guard isPersonal || !(found.table.hasSubjects || inner.contains { $0.table.hasSubjects }) else {
            throw fault(found, "what has a subject is personal or sensitive")
        }
        func isAbout(_ table: MessageTable) -> Bool { table.fields.contains { $0.isSubject && $0.isRequired } }
        let isAboutSomebody = isAbout(found.table) || inner.contains { $0.field.isRequired && isAbout($0.table) }
        guard !isPersonal || isAboutSomebody || found.options.byGateway else {
            throw fault(found, "what is personal or sensitive says whom it is about: a required field that is its subject")
        }
    }

    private func keyPlaces(_ found: Found) throws(ContractError) -> [Int] {
        let names = found.options.key
        guard (1...MessageKey.partsMax).contains(names.count), Set(names).count == names.count else {
            throw fault(found, "a key has 1 to \(MessageKey.partsMax) fields")
        }
        var places: [Int] = []
        for name in names {
            guard let place = found.table.fieldNames.firstIndex(of: name) else { throw fault(found, "the key's field \(name) is not there") }
            let field = found.table.fields[place]
            // A format, so that no value holds the + that joins them.
            let isSimple = (field.kind == .string && field.format != .none) || field.kind.isInteger || field.kind == .enumeration
            guard field.isRequired, !field.isRepeated, isSimple else {
                throw fault(found, "the key's field \(name) must be required, and a string with a format, an integer or an enum")
            }
            // The key goes to every reader.
            guard field.readers == 0 else { throw fault(found, "the key's field \(name) must be for every reader") }
            places.append(place)
        }
        return places
    }

    private func rights(_ found: Found) throws(ContractError) -> TypeRights {
        let place = "\(found.path.dropFirst())"
        let isByGateway = found.options.byGateway
        guard found.options.publishers.isEmpty == isByGateway else {
            throw fault(found, isByGateway ? "what the gateway publishes has no publishers" : "publishers are required")
        }
        guard !found.options.readers.isEmpty else { throw fault(found, "readers are required") }
        var rights = TypeRights()
        rights.publishers =
            found.options.publishers == [.unspecified]
            ? TypeRights.everyRole & ~Role.auditor.mask
            : isByGateway ? 0 : try Role.mask(of: found.options.publishers, in: place)
        for reader in found.options.readers {
            guard let binding = Binding(rawValue: UInt8(clamping: reader.binding.rawValue)), reader.unknownFields.data.isEmpty else {
                throw fault(found, "a reader has an unknown binding")
            }
            guard binding == .none || found.table.fields.contains(where: { $0.binding == binding }) else {
                throw fault(found, "a reader is bound to the \(binding) of a message, and no field has that binding")
            }
            let mask = reader.role == .unspecified ? TypeRights.everyRole : try Role.mask(of: [reader.role], in: place)
            guard rights.readers & mask == 0 else { throw fault(found, "a role is named twice among the readers") }
            rights.add(readers: mask, binding)
        }
        guard (rights.readers | rights.publishers) & Role.operator.mask == 0 || isByGateway else {
            throw fault(found, "the operator runs the gateway, and neither publishes nor reads what agencies do")
        }
        return rights
    }

    private func fault(_ found: Found, _ text: String) -> ContractError { ContractError("\(found.path.dropFirst()): \(text)") }
}
