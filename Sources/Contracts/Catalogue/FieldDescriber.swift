/// Writes a table's rules in words.
struct FieldDescriber {
    let tables: [MessageTable]
    let comments: Comments

    func fields(of table: MessageTable, prefix: String = "") -> [FieldDescription] {
        table.fields.indices.flatMap { place -> [FieldDescription] in
            let field = table.fields[place]
            let name = prefix + table.fieldNames[place] + (field.isRepeated ? "[]" : "")
            let description = FieldDescription(
                path: name,
                kind: kind(field),
                rules: rules(table, place),
                readers: Role.allCases.filter { field.readers & $0.mask != 0 },
                comment: comments.text(of: ".\(table.name).\(table.fieldNames[place])")
            )
            guard field.kind == .message else { return [description] }
            let inner = tables[Int(field.table)]
            return [description] + fields(of: inner, prefix: name + ".")
        }
    }

    private func kind(_ field: FieldRule) -> String {
        switch field.kind {
        case .int32, .int64, .uint32, .uint64, .sint32, .sint64: "integer"
        case .bool: "bool"
        case .enumeration: "enum"
        case .string: "string"
        case .bytes: "bytes"
        case .message: "message"
        case .timestamp: "timestamp"
        }
    }

    private func rules(_ table: MessageTable, _ place: Int) -> [String] {
        let field = table.fields[place]
        var rules: [String] = []
        if field.isRequired { rules.append("required") }
        if field.format != .none { rules.append(Formats.expected(field.format)) }
        if field.min != .min || field.max != .max { rules.append(Refusals.range(field)) }
        if field.format == .none, field.lengthMin > 0 || field.lengthMax != .max {
            rules.append(Refusals.length(field, field.kind == .bytes ? "bytes" : "characters"))
        }
        if field.isRepeated { rules.append(Refusals.items(field)) }
        if field.kind == .enumeration { rules.append(Refusals.values(table, place)) }
        if field.refusesDocumentNumbers { rules.append("no document numbers") }
        if field.suppressedBelow > 0 { rules.append("0, or at least \(field.suppressedBelow)") }
        if field.isSealed { rules.append("sealed to 1 to \(SealFormat.recipientsMax) officers") }
        if field.isSubject { rules.append("subject") }
        if field.ageMinYears > 0 { rules.append("at least \(field.ageMinYears) years ago") }
        return rules
    }
}
