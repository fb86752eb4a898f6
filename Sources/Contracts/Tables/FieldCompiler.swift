import SwiftProtobuf

/// Compiles the options of a message's fields.
struct FieldCompiler {
    /// The message's name, for errors.
    let message: String

    func rule(for field: Google_Protobuf_FieldDescriptorProto) throws(ContractError) -> FieldRule {
        guard (1...MessageTable.fieldNumberMax).contains(Int(field.number)) else {
            throw fault(field, "field numbers go from 1 to \(MessageTable.fieldNumberMax)")
        }
        let options = field.options.hasCuakhau_Contracts_V1_field ? field.options.Cuakhau_Contracts_V1_field : .init()
        // A rule that this program does not know is a rule that it would not apply.
        guard options.unknownFields.data.isEmpty else { throw fault(field, "it has an option that this version of the program does not know") }
        var rule = FieldRule()
        rule.number = UInt32(field.number)
        rule.kind = try kind(of: field)
        rule.isRepeated = field.label == .repeated
        rule.hasPresence = field.hasOneofIndex || (!rule.isRepeated && (rule.kind == .message || rule.kind == .timestamp))
        rule.isRequired = options.required
        rule.refusesDocumentNumbers = options.noDocumentNumber
        rule.isSealed = options.sealed
        rule.isSubject = options.subject
        if options.hasMin { rule.min = options.min }
        if options.hasMax { rule.max = options.max }
        if options.hasLengthMin { rule.lengthMin = options.lengthMin }
        if options.hasLengthMax { rule.lengthMax = options.lengthMax }
        if options.hasItemsMin { rule.itemsMin = options.itemsMin }
        if options.hasItemsMax { rule.itemsMax = options.itemsMax }
        rule.suppressedBelow = Int64(options.suppressedBelow)
        rule.ageMinYears = Int64(options.ageMinYears)
        rule.readers = try Role.mask(of: options.readers, in: "\(message).\(field.name)")
        guard let format = FieldRule.Format(rawValue: UInt8(clamping: options.format.rawValue)) else { throw fault(field, "unknown format") }
        rule.format = format
        guard let binding = Binding(rawValue: UInt8(clamping: options.binding.rawValue)) else { throw fault(field, "unknown binding") }
        rule.binding = binding
        try validateKind(rule, field)
        try validateLimits(rule, field)
        return rule
    }

    private func kind(of field: Google_Protobuf_FieldDescriptorProto) throws(ContractError) -> FieldRule.Kind {
        switch field.type {
        case .int32: .int32
        case .int64: .int64
        case .uint32: .uint32
        case .uint64: .uint64
        case .sint32: .sint32
        case .sint64: .sint64
        case .bool: .bool
        case .enum: .enumeration
        case .string: .string
        case .bytes: .bytes
        case .message: field.typeName == ".google.protobuf.Timestamp" ? .timestamp : .message
        case .group, .float, .double, .fixed32, .fixed64, .sfixed32, .sfixed64:
            throw fault(field, "use an integer (money is minor units), an enum, text, bytes, a Timestamp or a message")
        }
    }

    /// Every rule is one that the field's kind can break.
    private func validateKind(_ rule: FieldRule, _ field: Google_Protobuf_FieldDescriptorProto) throws(ContractError) {
        let isText = rule.kind == .string
        let hasLength = isText || rule.kind == .bytes
        guard rule.kind.isInteger || (rule.min == .min && rule.max == .max && rule.suppressedBelow == 0 && rule.ageMinYears == 0) else {
            throw fault(field, "min, max, suppressed_below and age_min_years are for integers")
        }
        guard isText || (rule.format == .none && !rule.refusesDocumentNumbers) else {
            throw fault(field, "format and no_document_number are for strings")
        }
        guard hasLength || (rule.lengthMin == 0 && rule.lengthMax == .max) else {
            throw fault(field, "length_min and length_max are for strings and bytes")
        }
        guard rule.kind == .bytes || !rule.isSealed else { throw fault(field, "sealed is for bytes") }
        guard !rule.isSubject || (isText && rule.format != .none && !rule.isRepeated) else {
            throw fault(field, "a subject is a single string with a format")
        }
        guard rule.isRepeated || (rule.itemsMin == 0 && rule.itemsMax == .max) else {
            throw fault(field, "items_min and items_max are for repeated fields")
        }
        guard !rule.isRequired || rule.kind != .bool || rule.hasPresence || rule.isRepeated else {
            throw fault(field, "a required bool would have to be true: make it optional bool")
        }
        guard !rule.isRequired || !field.hasOneofIndex || field.proto3Optional else {
            throw fault(field, "a member of a oneof cannot be required: use one_of_required")
        }
        guard rule.binding == .none || (isText && !rule.isRepeated && rule.format != .none && rule.readers == 0) else {
            throw fault(field, "a binding is a single string with a format that every reader sees")
        }
    }

    private func validateLimits(_ rule: FieldRule, _ field: Google_Protobuf_FieldDescriptorProto) throws(ContractError) {
        guard rule.min <= rule.max, rule.lengthMin <= rule.lengthMax, rule.itemsMin <= rule.itemsMax else {
            throw fault(field, "a minimum is above its maximum")
        }
        guard rule.kind != .string && rule.kind != .bytes || rule.format != .none || rule.lengthMax != .max else {
            throw fault(field, "a string or bytes needs length_max or a format: every field has a limit")
        }
        guard !rule.isRepeated || (1..<UInt32.max).contains(rule.itemsMax) else {
            throw fault(field, "a repeated field needs items_max: every list has a limit")
        }
    }

    /// The values of an enum, by their numbers.
    func values(
        of declared: Google_Protobuf_EnumDescriptorProto,
        for field: Google_Protobuf_FieldDescriptorProto
    ) throws(ContractError) -> [Int64: String] {
        var values: [Int64: String] = [:]
        for value in declared.value {
            guard (0..<64).contains(value.number) else { throw fault(field, "enum values go from 0 to 63") }
            guard values.updateValue(value.name, forKey: Int64(value.number)) == nil else {
                throw fault(field, "its enum has two names for one value")
            }
        }
        return values
    }

    func fault(_ field: Google_Protobuf_FieldDescriptorProto, _ text: String) -> ContractError {
        ContractError("\(message).\(field.name): \(text)")
    }
}
