/// A field on its way into a table.
struct CompiledField {
    let name: String
    let rule: FieldRule
    /// The full name of its message or enum.
    let typeName: String
    /// The values of an enum.
    let values: [Int64: String]

    /// A single number that may be compared and counted with.
    var isInteger: Bool { !rule.isRepeated && rule.kind.isInteger }
}
