/// The values of a choice in a contract: the word that files and options have for each, and its name for people.
public struct WordList<Value: Hashable & Sendable>: Sendable {
    public struct Entry: Sendable {
        public let word: String
        public let value: Value
        public let name: Wording
    }

    public let entries: [Entry]

    init(_ entries: [(word: String, value: Value, vi: String, en: String)]) {
        self.entries = entries.map { Entry(word: $0.word, value: $0.value, name: Wording(vi: $0.vi, en: $0.en)) }
    }

    public var words: [String] { entries.map(\.word) }
    var choices: [(word: String, value: Value)] { entries.map { ($0.word, $0.value) } }

    public func value(_ word: String) -> Value? { entries.first { $0.word == word }?.value }
    public func word(_ value: Value) -> String { entry(value).word }
    public func name(_ value: Value) -> Wording { entry(value).name }

    private func entry(_ value: Value) -> Entry {
        guard let entry = entries.first(where: { $0.value == value }) else { preconditionFailure("a value that was read by its word") }
        return entry
    }
}
