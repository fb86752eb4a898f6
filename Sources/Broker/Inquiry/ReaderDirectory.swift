import Contracts
import Journal

/// Which durable consumers a message is for, by today's principals, policy and filters.
struct ReaderDirectory {
    private let catalogue: Catalogue
    private let readers: [Reader]
    private let names: [UInt16: String]

    private struct Reader {
        let consumer: ConsumerRecord
        let reader: ConsumerState.Reader
        let wanted: Set<String>
    }

    init(_ state: JournalState, _ directory: PrincipalDirectory, _ catalogue: Catalogue) {
        self.catalogue = catalogue
        names = Dictionary(state.types.map { ($0.id, $0.name) }) { $1 }
        readers = state.consumers.compactMap { consumer in
            guard let principal = directory.principal(named: consumer.principal), let filter = try? TypeFilter(validating: consumer.filter) else {
                return nil
            }
            let rights = directory.rights(of: principal)
            let wanted = catalogue.types(matching: filter).filter { rights.read.contains($0) }.map(\.name)
            return Reader(consumer: consumer, reader: ConsumerState.Reader(principal), wanted: Set(wanted))
        }
    }

    func name(of type: UInt16) -> String { names[type] ?? "" }

    /// The consumers that are entitled to a message. What was erased cannot be looked into: then to whoever may read its type.
    func consumers(for segment: MessageSegment) -> [ConsumerRecord] {
        guard let entry = segment.entries.first, let type = catalogue.type(named: name(of: entry.type)) else { return [] }
        return readers.filter { candidate in
            guard candidate.wanted.contains(type.name) else { return false }
            guard entry.condition != .erased else { return true }
            return segment.bytes.withUnsafeBytes { candidate.reader.isEntitled(to: type, $0.slice(entry.body)) }
        }.map(\.consumer)
    }
}
