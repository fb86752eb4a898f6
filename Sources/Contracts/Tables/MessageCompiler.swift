import SwiftProtobuf

typealias FieldOptions = Cuakhau_Contracts_V1_FieldRules
typealias MessageOptions = Cuakhau_Contracts_V1_MessageRules
typealias TypeOptions = Cuakhau_Contracts_V1_TypeOptions

/// Compiles the options of one message.
struct MessageCompiler {
    private let name: String
    private let message: Google_Protobuf_DescriptorProto
    private var rules: [FieldRule] = []
    private var names: [String] = []
    private var enumNames: [[Int64: String]] = []
    private var pendingEnum: [Int64: String] = [:]
    private var enumTypes: [String] = []

    init(name: String, message: Google_Protobuf_DescriptorProto) {
        self.name = name
        self.message = message
    }

    // MARK: Fields

    func rule(for field: Google_Protobuf_FieldDescriptorProto) throws(ContractError) -> FieldRule {
        guard field.number <= MessageTable.fieldNumberMax else { throw fault(field, "field numbers go to \(MessageTable.fieldNumberMax)") }
        guard !field.hasOneofIndex || field.proto3Optional else { throw fault(field, "oneof is not supported: use the rule one_of_required") }
        let options = field.options.hasCuakhau_Contracts_V1_field ? field.options.Cuakhau_Contracts_V1_field : FieldOptions()
        var rule = FieldRule()
        rule.number = UInt32(field.number)
        rule.kind = try kind(of: field)
        rule.isRepeated = field.label == .repeated
        rule.hasPresence = field.proto3Optional || rule.kind == .message || rule.kind == .timestamp
        rule.isRequired = options.required
        rule.refusesDocumentNumbers = options.noDocumentNumber
        if options.hasMin { rule.min = options.min }
        if options.hasMax { rule.max = options.max }
        if options.hasLengthMin { rule.lengthMin = options.lengthMin }
        if options.hasLengthMax { rule.lengthMax = options.lengthMax }
        if options.hasItemsMin { rule.itemsMin = options.itemsMin }
        if options.hasItemsMax { rule.itemsMax = options.itemsMax }
        rule.suppressedBelow = Int64(options.suppressedBelow)
        rule.ageMinYears = Int64(options.ageMinYears)
        rule.readers = try Self.mask(options.readers, name)
        guard let format = FieldRule.Format(rawValue: UInt8(clamping: options.format.rawValue)) else { throw fault(field, "unknown format") }
        rule.format = format
        guard let binding = Binding(rawValue: UInt8(clamping: options.binding.rawValue)) else { throw fault(field, "unknown binding") }
        rule.binding = binding
        try validate(rule, field)
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
    private func validate(_ rule: FieldRule, _ field: Google_Protobuf_FieldDescriptorProto) throws(ContractError) {
        let isNumber = !rule.kind.isLengthDelimited && rule.kind != .enumeration && rule.kind != .bool
        let isText = rule.kind == .string
        guard rule.min <= rule.max, rule.lengthMin <= rule.lengthMax, rule.itemsMin <= rule.itemsMax else {
            throw fault(field, "a minimum is above its maximum")
        }
        guard isNumber || (rule.min == .min && rule.max == .max && rule.suppressedBelow == 0 && rule.ageMinYears == 0) else {
            throw fault(field, "min, max, suppressed_below and age_min_years are for integers")
        }
        guard isText || (rule.format == .none && !rule.refusesDocumentNumbers) else {
            throw fault(field, "format and no_document_number are for strings")
        }
        guard isText || rule.kind == .bytes || (rule.lengthMin == 0 && rule.lengthMax == .max) else {
            throw fault(field, "length_min and length_max are for strings and bytes")
        }
        guard rule.format != .none || !(isText || rule.kind == .bytes) || rule.lengthMax != .max else {
            throw fault(field, "a string or bytes needs length_max or a format: every field has a limit")
        }
        guard rule.isRepeated == (rule.itemsMax != .max) else {
            throw fault(field, rule.isRepeated ? "a repeated field needs items_max: every list has a limit" : "items_max is for repeated fields")
        }
        // Where an optional one is absent, nobody who is bound by it reads the message.
        guard rule.binding == .none || (isText && !rule.isRepeated && rule.readers == 0) else {
            throw fault(field, "a binding is a single string that every reader sees")
        }
    }

    func fault(_ field: Google_Protobuf_FieldDescriptorProto, _ message: String) -> ContractError {
        ContractError("\(name).\(field.name): \(message)")
    }

    mutating func values(
        of declared: Google_Protobuf_EnumDescriptorProto, field: Google_Protobuf_FieldDescriptorProto
    ) throws(ContractError) -> UInt64 {
        var mask: UInt64 = 0
        pendingEnum = [:]
        for value in declared.value {
            guard (0..<64).contains(value.number) else { throw fault(field, "enum values go from 0 to 63") }
            mask |= 1 << UInt64(value.number)
            pendingEnum[Int64(value.number)] = value.name
        }
        return mask
    }

    mutating func append(_ rule: FieldRule, _ field: Google_Protobuf_FieldDescriptorProto) {
        rules.append(rule)
        names.append(field.name)
        enumNames.append(rule.kind == .enumeration ? pendingEnum : [:])
        enumTypes.append(field.typeName)
    }

    // MARK: Rules over several fields

    func finish(_ tables: [MessageTable]) throws(ContractError) -> MessageTable {
        let options = message.options.hasCuakhau_Contracts_V1_rules ? message.options.Cuakhau_Contracts_V1_rules : MessageOptions()
        var cross: [CrossRule] = []
        for rule in options.notAfter { cross.append(try order(rule)) }
        for rule in options.atMostWhen { cross.append(try conditional(rule)) }
        for rule in options.countOf {
            let (count, list) = (try place(rule.count), try place(rule.list))
            guard isInteger(count), rules[list].isRepeated else { throw fault("count_of: an integer and a repeated field") }
            cross.append(.countOf(count: count, list: list))
        }
        for rule in options.sumOf { cross.append(try sum(rule, tables)) }
        for rule in options.transition { cross.append(try transition(rule)) }
        for rule in options.oneOfRequired {
            var mask: UInt64 = 0
            for field in rule.fields { mask |= 1 << UInt64(try place(field)) }
            guard mask != 0 else { throw fault("one_of_required: name the fields") }
            cross.append(.oneOfRequired(mask: mask))
        }
        return MessageTable(name: name, fields: rules, fieldNames: names, crossRules: cross, enumNames: enumNames)
    }

    private func place(_ field: String) throws(ContractError) -> Int {
        guard let place = names.firstIndex(of: field) else { throw fault("a rule names the field \(field), which is not there") }
        return place
    }

    private func fault(_ message: String) -> ContractError { ContractError("\(name): \(message)") }

    private func isInteger(_ place: Int) -> Bool {
        let rule = rules[place]
        return !rule.isRepeated && !rule.kind.isLengthDelimited && rule.kind != .enumeration && rule.kind != .bool
    }

    private func order(_ rule: Cuakhau_Contracts_V1_NotAfter) throws(ContractError) -> CrossRule {
        let earlier = try place(rule.earlier)
        guard !rules[earlier].isRepeated else { throw fault("not_after: single fields") }
        if rule.later == "recorded_at" {
            guard rules[earlier].kind == .timestamp else { throw fault("not_after: only a Timestamp is compared with recorded_at") }
            return .notAfter(earlier: earlier, later: nil, slackMicroseconds: rule.slackSeconds * 1_000_000)
        }
        let later = try place(rule.later)
        let kind = rules[earlier].kind
        let isDates = kind == .string && rules[earlier].format == .date && rules[later].format == .date
        guard !rules[later].isRepeated, rules[later].kind == kind, kind == .timestamp || isDates || (isInteger(earlier) && isInteger(later)) else {
            throw fault("not_after: two Timestamps, two dates or two integers")
        }
        guard rule.slackSeconds == 0 || kind == .timestamp else { throw fault("not_after: slack_seconds is for Timestamps") }
        return .notAfter(earlier: earlier, later: later, slackMicroseconds: rule.slackSeconds * 1_000_000)
    }

    private func conditional(_ rule: Cuakhau_Contracts_V1_AtMostWhen) throws(ContractError) -> CrossRule {
        let (field, then) = (try place(rule.field), try place(rule.then))
        guard rules[field].kind == .enumeration, !rules[field].isRepeated, isInteger(then),
            let value = enumNames[field].first(where: { $0.value == rule.is })?.key
        else { throw fault("at_most_when: an enum, one of its values, and an integer") }
        return .atMostWhen(field: field, value: value, then: then, atMost: rule.atMost)
    }

    private func sum(_ rule: Cuakhau_Contracts_V1_SumOf, _ tables: [MessageTable]) throws(ContractError) -> CrossRule {
        let (total, list) = (try place(rule.total), try place(rule.list))
        guard isInteger(total), rules[list].isRepeated else { throw fault("sum_of: an integer and a repeated field") }
        guard !rule.field.isEmpty else {
            guard !rules[list].kind.isLengthDelimited else { throw fault("sum_of: the list's elements are no integers: name their field") }
            return .sumOf(total: total, list: list, member: nil)
        }
        guard rules[list].kind == .message else { throw fault("sum_of: the list has no messages") }
        let inner = tables[Int(rules[list].table)]
        guard let member = inner.fieldNames.firstIndex(of: rule.field), [.int32, .int64, .uint32, .uint64].contains(inner.fields[member].kind)
        else { throw fault("sum_of: \(rule.field) is no integer of the list's messages") }
        return .sumOf(total: total, list: list, member: inner.fields[member].number)
    }

    private func transition(_ rule: Cuakhau_Contracts_V1_Transition) throws(ContractError) -> CrossRule {
        let (from, to) = (try place(rule.from), try place(rule.to))
        guard rules[from].kind == .enumeration, enumTypes[from] == enumTypes[to], !rules[from].isRepeated, !rules[to].isRepeated else {
            throw fault("transition: two fields of one enum")
        }
        let numbers = Dictionary(uniqueKeysWithValues: enumNames[from].map { ($0.value, $0.key) })
        var steps: Set<CrossRule.Transitions.Step> = []
        var next: [Int64: [String]] = [:]
        for step in rule.allowed {
            let parts = step.split(separator: ">").map(String.init)
            guard parts.count == 2, let first = numbers[parts[0]], let second = numbers[parts[1]] else {
                throw fault("transition: \(step) is not FROM>TO of the enum's values")
            }
            steps.insert(CrossRule.Transitions.Step(from: first, to: second))
            next[first, default: []].append(parts[1])
        }
        return .transition(
            from: from, to: to, allowed: CrossRule.Transitions(steps: steps, next: next.mapValues { $0.joined(separator: ", ") }))
    }

    /// A set of roles as bits.
    static func mask(_ roles: [Cuakhau_Contracts_V1_Role], _ name: String) throws(ContractError) -> UInt16 {
        var mask: UInt16 = 0
        for value in roles {
            guard let role = Role(rawValue: UInt8(clamping: value.rawValue)) else { throw ContractError("\(name): unknown role") }
            mask |= role.mask
        }
        return mask
    }
}
