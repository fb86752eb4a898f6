import SwiftProtobuf

/// Compiles the options of a message that speak of several fields.
struct CrossRuleCompiler {
    /// The message's name, for errors.
    let message: String
    let fields: [CompiledField]
    /// Those of the messages inside, which are compiled before.
    let tables: [MessageTable]

    /// A leap year: more is a mistake in the unit.
    private static let slackSecondsMax: Int64 = 366 * 86_400

    func rules(of declared: Google_Protobuf_DescriptorProto) throws(ContractError) -> [CrossRule] {
        let options = declared.options.hasCuakhau_Contracts_V1_rules ? declared.options.Cuakhau_Contracts_V1_rules : .init()
        guard options.unknownFields.data.isEmpty else { throw fault("it has a rule that this version of the program does not know") }
        var rules = oneofs(of: declared)
        for rule in options.notAfter { rules.append(try order(rule)) }
        for rule in options.atMostWhen { rules.append(try conditional(rule)) }
        for rule in options.countOf {
            let (count, list) = (try place(rule.count), try place(rule.list))
            guard fields[count].isInteger, fields[list].rule.isRepeated else { throw fault("count_of: an integer and a repeated field") }
            rules.append(.countOf(count: count, list: list))
        }
        for rule in options.sumOf { rules.append(try sum(rule)) }
        for rule in options.transition { rules.append(try transition(rule)) }
        for rule in options.oneOfRequired {
            var mask: UInt64 = 0
            for field in rule.fields { mask |= 1 << UInt64(try place(field)) }
            guard mask != 0 else { throw fault("one_of_required: name the fields") }
            rules.append(.oneOfRequired(mask: mask))
        }
        if options.hasExerciseWhen { rules.append(try exercise(options.exerciseWhen, isType: declared.options.hasCuakhau_Contracts_V1_type)) }
        return rules
    }

    private func oneofs(of declared: Google_Protobuf_DescriptorProto) -> [CrossRule] {
        declared.oneofDecl.indices.compactMap { index in
            var mask: UInt64 = 0
            for (place, field) in declared.field.enumerated() where field.hasOneofIndex && Int(field.oneofIndex) == index && !field.proto3Optional {
                mask |= 1 << UInt64(place)
            }
            return mask.nonzeroBitCount > 1 ? .oneof(mask: mask) : nil
        }
    }

    private func exercise(_ rule: Cuakhau_Contracts_V1_ExerciseWhen, isType: Bool) throws(ContractError) -> CrossRule {
        // A message has one envelope, and may hold several others.
        guard isType else { throw fault("exercise_when is for a type, not for a message inside one") }
        let place = try place(rule.field)
        let field = fields[place]
        guard field.rule.kind == .enumeration, !field.rule.isRepeated else { throw fault("exercise_when: \(rule.field) is no single enum") }
        guard !rule.is.isEmpty else { throw fault("exercise_when: name the values") }
        var values: UInt64 = 0
        for name in rule.is {
            guard let value = field.values.first(where: { $0.value == name }) else {
                throw fault("exercise_when: \(name) is no value of \(rule.field)")
            }
            values |= 1 << UInt64(value.key)
        }
        return .exerciseWhen(field: place, values: values)
    }

    private func place(_ name: String) throws(ContractError) -> Int {
        guard let place = fields.firstIndex(where: { $0.name == name }) else { throw fault("a rule names the field \(name), which is not there") }
        return place
    }

    private func fault(_ text: String) -> ContractError { ContractError("\(message): \(text)") }

    private func order(_ rule: Cuakhau_Contracts_V1_NotAfter) throws(ContractError) -> CrossRule {
        let place = try place(rule.earlier)
        let earlier = fields[place]
        guard (0...Self.slackSecondsMax).contains(rule.slackSeconds), rule.slackSeconds == 0 || earlier.rule.kind == .timestamp else {
            throw fault("not_after: slack_seconds is for Timestamps, from 0 to \(Self.slackSecondsMax)")
        }
        let slack = rule.slackSeconds * 1_000_000
        if rule.later == "recorded_at", !fields.contains(where: { $0.name == "recorded_at" }) {
            guard earlier.rule.kind == .timestamp, !earlier.rule.isRepeated else {
                throw fault("not_after: only a Timestamp is compared with recorded_at, and \(earlier.name) is none")
            }
            return .notAfter(earlier: place, later: nil, slackMicroseconds: slack)
        }
        let laterPlace = try self.place(rule.later)
        let later = fields[laterPlace]
        let isRight =
            switch (earlier.rule.kind, later.rule.kind) {
            case (.timestamp, .timestamp): true
            case (.string, .string): earlier.rule.format == .date && later.rule.format == .date
            default: earlier.isInteger && later.isInteger
            }
        guard isRight, place != laterPlace, !earlier.rule.isRepeated, !later.rule.isRepeated else {
            throw fault("not_after: \(earlier.name) and \(later.name) are not two Timestamps, two dates or two integers")
        }
        return .notAfter(earlier: place, later: laterPlace, slackMicroseconds: slack)
    }

    private func conditional(_ rule: Cuakhau_Contracts_V1_AtMostWhen) throws(ContractError) -> CrossRule {
        let (field, then) = (try place(rule.field), try place(rule.then))
        guard fields[field].rule.kind == .enumeration, !fields[field].rule.isRepeated, fields[then].isInteger else {
            throw fault("at_most_when: an enum and an integer")
        }
        guard let value = fields[field].values.first(where: { $0.value == rule.is })?.key else {
            throw fault("at_most_when: \(rule.is) is no value of \(rule.field)")
        }
        return .atMostWhen(field: field, value: value, then: then, atMost: rule.atMost)
    }

    private func sum(_ rule: Cuakhau_Contracts_V1_SumOf) throws(ContractError) -> CrossRule {
        let (total, list) = (try place(rule.total), try place(rule.list))
        guard fields[total].isInteger, fields[list].rule.isRepeated else { throw fault("sum_of: an integer and a repeated field") }
        guard !rule.field.isEmpty else {
            guard fields[list].rule.kind.isInteger else { throw fault("sum_of: the elements of \(rule.list) are no integers: name their field") }
            return .sumOf(total: total, list: list, member: nil)
        }
        guard fields[list].rule.kind == .message else { throw fault("sum_of: \(rule.list) is no list of messages") }
        let inner = tables[Int(fields[list].rule.table)]
        guard let member = inner.fieldNames.firstIndex(of: rule.field), !inner.fields[member].isRepeated,
            [.int32, .int64, .uint32, .uint64].contains(inner.fields[member].kind)
        else { throw fault("sum_of: \(rule.field) is no integer of \(inner.name)") }
        return .sumOf(total: total, list: list, member: inner.fields[member].number)
    }

    private func transition(_ rule: Cuakhau_Contracts_V1_Transition) throws(ContractError) -> CrossRule {
        let (from, to) = (try place(rule.from), try place(rule.to))
        guard fields[from].rule.kind == .enumeration, fields[to].rule.kind == .enumeration, fields[from].typeName == fields[to].typeName,
            !fields[from].rule.isRepeated, !fields[to].rule.isRepeated, from != to
        else { throw fault("transition: \(rule.from) and \(rule.to) are not two fields of one enum") }
        let numbers = Dictionary(fields[from].values.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        var steps = CrossRule.Steps()
        guard !rule.allowed.isEmpty else { throw fault("transition: name the allowed steps") }
        for step in rule.allowed {
            let parts = step.split(separator: ">", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let first = numbers[parts[0]], let second = numbers[parts[1]] else {
                throw fault("transition: \(step) is not FROM>TO of the enum's own names")
            }
            steps.insert(from: first, to: second)
        }
        return .transition(from: from, to: to, steps: steps)
    }
}
