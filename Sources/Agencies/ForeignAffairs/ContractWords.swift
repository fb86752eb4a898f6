/// The words by which an office's commands and store name the values of one of the contract's enumerations, and how people read them.
public struct ContractWords<Value: Hashable & Sendable>: Sendable {
    /// In the contract's order.
    public let words: [String]
    private let values: [String: Value]
    private let names: [Value: (word: String, name: Wording)]

    init(_ terms: [(value: Value, word: String, vi: String, en: String)]) {
        words = terms.map(\.word)
        values = Dictionary(uniqueKeysWithValues: terms.map { ($0.word, $0.value) })
        names = Dictionary(uniqueKeysWithValues: terms.map { ($0.value, ($0.word, Wording(vi: $0.vi, en: $0.en))) })
    }

    /// Nil where there is no such word.
    public func value(_ word: String) -> Value? { values[word] }

    /// Nil where the contract has no such value: unspecified, or of a later version.
    public func word(_ value: Value) -> String? { names[value]?.word }

    /// What a person reads for a word of the store.
    public func name(_ word: String) -> Wording { values[word].flatMap { names[$0]?.name } ?? Wording(vi: "không rõ", en: "unknown") }
}
