import Contracts
import Journal

/// Which durable consumers a message is for, by their filters and by what its type lets their roles read; and whether it would be today, by the principals and the policy.
///
/// A principal that is gone, or may no longer read something, may well have read it.
struct ReaderDirectory {
    private let catalogue: Catalogue
    private let readers: [Reader]
    private let names: [UInt16: String]

    private struct Reader {
        let consumer: ConsumerRecord
        /// Nil: its principal is gone.
        let reader: ConsumerState.Reader?
        let possible: Set<String>
        let permitted: Set<String>
    }

    init(_ state: JournalState, _ directory: PrincipalDirectory, _ catalogue: Catalogue) {
        self.catalogue = catalogue
        names = Dictionary(state.types.map { ($0.id, $0.name) }) { $1 }
        readers = state.consumers.compactMap { consumer in
            guard let filter = try? TypeFilter(validating: consumer.filter) else { return nil }
            let principal = directory.principal(named: consumer.principal)
            let rights = principal.map { directory.rights(of: $0) } ?? Rights()
            let possible = catalogue.types(matching: filter).filter { type in principal.map { type.mayRead($0.role) } ?? true }
            return Reader(
                consumer: consumer,
                reader: principal.map { ConsumerState.Reader($0) },
                possible: Set(possible.map(\.name)),
                permitted: Set(possible.filter { rights.read.contains($0) }.map(\.name))
            )
        }
    }

    func name(of type: UInt16) -> String { names[type] ?? "" }

    /// The consumers that a message can have been for, and whether it would be today. What was erased cannot be looked into: then whoever may read its type.
    func consumers(for segment: MessageSegment) -> [(consumer: ConsumerRecord, isToday: Bool)] {
        guard let entry = segment.entries.first, let type = catalogue.type(named: name(of: entry.type)) else { return [] }
        return readers.filter { candidate in
            guard candidate.possible.contains(type.name) else { return false }
            guard entry.condition != .erased, let reader = candidate.reader else { return true }
            return segment.bytes.withUnsafeBytes { reader.isEntitled(to: type, $0.slice(entry.body)) }
        }.map { ($0.consumer, $0.reader != nil && $0.permitted.contains(type.name)) }
    }
}
