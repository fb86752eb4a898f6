public import Contracts

/// How long a gateway keeps messages: what each type's declaration says, and what the operator says otherwise.
public struct RetentionPolicy: Hashable, Sendable {
    /// What the operator says of some types.
    public struct Entry: Hashable, Sendable {
        public let filter: TypeFilter
        public let rule: RetentionRule

        public init(filter: TypeFilter, rule: RetentionRule) {
            self.filter = filter
            self.rule = rule
        }
    }

    public var entries: [Entry]
    /// Bytes of the keys and bodies of all messages, above which the oldest go whoever waits for them: bulk first, what is urgent last. Nil: none.
    public var bytesMax: UInt64?

    public init(entries: [Entry] = [], bytesMax: UInt64? = nil) {
        self.entries = entries
        self.bytesMax = bytesMax
    }

    /// The rule for a type: the entry whose filter says most of its name, and where it names no age the age of the type's declaration.
    public func rule(for type: MessageType) -> RetentionRule {
        let best = entries.filter { $0.filter.matches(type.name) }.max { $0.filter.literalCount < $1.filter.literalCount }
        var rule = best?.rule ?? RetentionRule()
        if rule.ageDays == nil, type.retentionDays > 0 { rule.ageDays = type.retentionDays }
        // Said on purpose: for ever.
        if rule.ageDays == 0 { rule.ageDays = nil }
        return rule
    }
}
