/// The words of refusals. Only reached where a body is refused: here it may allocate.
enum Refusals {
    static func refusal(
        _ table: MessageTable,
        _ place: Int,
        _ slot: Checker.Slot?,
        _ rule: ContractRefusal.Rule,
        _ expected: String
    ) -> ContractRefusal {
        ContractRefusal(path: path(table, place, slot), rule: rule, expected: expected)
    }

    /// The field's name; with the element's number where it is one of several.
    static func path(_ table: MessageTable, _ place: Int, _ slot: Checker.Slot?) -> String {
        guard let slot, table.fields[place].isRepeated else { return table.fieldNames[place] }
        return "\(table.fieldNames[place])[\(slot.count)]"
    }

    static func range(_ field: FieldRule) -> String {
        switch (field.min, field.max) {
        case (.min, .max): "a number that its type can hold"
        case (let min, .max): "at least \(min)"
        case (.min, let max): "at most \(max)"
        case (let min, let max): "\(min) to \(max)"
        }
    }

    static func length(_ field: FieldRule, _ unit: String) -> String {
        field.lengthMax == .max ? "at least \(field.lengthMin) \(unit)" : "\(field.lengthMin) to \(field.lengthMax) \(unit)"
    }

    static func items(_ field: FieldRule) -> String {
        field.itemsMax == .max ? "at least \(field.itemsMin) elements" : "\(field.itemsMin) to \(field.itemsMax) elements"
    }

    static func suppressed(_ field: FieldRule) -> String { "0, or at least \(field.suppressedBelow): smaller counts are suppressed" }

    static func values(_ table: MessageTable, _ place: Int) -> String {
        "one of " + table.enumNames[place].filter { $0.key != 0 }.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ")
    }
}
