/// Looks through a journal's file for what is about somebody, and what became of it; a running gateway's too. All that it reads is of one moment.
///
/// Nothing of a body is decrypted but what is asked for by its position. Not `Sendable`.
public final class JournalInquiry {
    public let state: JournalState
    private let connection: Connection
    private let vault: VaultReader
    private let subjects: any SubjectCatalogue
    private let trace: TraceReader
    private let walk: Statement
    private let single: Statement
    private var finders: [UInt16: any SubjectFinder] = [:]

    /// A message, without its content.
    public struct Found {
        public let entry: MessageEntry
        /// Whom it is about, by the numbers of the subjects' keys.
        public let subjects: [UInt32]
    }

    /// Opens a journal's file for reading.
    ///
    /// - Throws: ``JournalError``: `wrongMasterKey`, `newerFormat`, …
    public init(path: String, vault: JournalVault) throws(JournalError) {
        connection = try Connection(momentOf: path)
        state = try StateReader(connection: connection).state()
        _ = try VaultKeys.index(connection, vault.master)
        self.vault = try VaultReader(connection, vault, SubjectKeyring())
        subjects = vault.subjects
        trace = try TraceReader(connection, self.vault)
        walk = try connection.prepare(
            "SELECT \(Schema.messageColumns) FROM message WHERE position > ? ORDER BY position"
        )
        single = try connection.prepare("SELECT \(Schema.messageColumns) FROM message WHERE position = ?")
        for type in state.types { finders[type.id] = subjects.finder(for: type.name) }
    }

    /// The numbers of the keys that somebody has, or had before they were erased, and when that was.
    public func keys(of subject: [UInt8]) throws(JournalError) -> [(number: UInt32, erasedAt: Int64?)] {
        guard let tag = try vault.tag(ofKey: subject) else { return [] }
        let rows = try connection.prepare("SELECT id, erased_at, wrapped = x'' FROM subject WHERE tag = ? ORDER BY id")
        rows.bind(1, tag)
        var found: [(number: UInt32, erasedAt: Int64?)] = []
        while try rows.step() { found.append((UInt32(truncatingIfNeeded: rows.integer(0)), rows.flag(2) ? rows.integer(1) : nil)) }
        return found
    }

    /// Goes through the messages in the order of their positions.
    ///
    /// - Parameters:
    ///   - isWanted: Asked of each by its type, client and time, before anything else of it is looked at.
    ///   - body: Gets each that is wanted.
    public func forEachMessage(
        where isWanted: (_ type: UInt16, _ client: UInt32, _ recordedAt: Int64) -> Bool,
        progress: (UInt64) -> Void = { _ in },
        _ body: (Found) throws -> Void
    ) throws {
        walk.reset()
        walk.bind(1, UInt64(0))
        defer { walk.reset() }
        while try walk.step() {
            let position = walk.unsigned(0)
            if position & 0xffff == 0 { progress(position) }
            let type = UInt16(truncatingIfNeeded: walk.integer(3))
            guard isWanted(type, UInt32(truncatingIfNeeded: walk.integer(2)), walk.integer(1)) else { continue }
            try body(Found(entry: walk.label, subjects: Self.subjects(of: walk)))
        }
    }

    private static func subjects(of row: Statement) -> [UInt32] {
        guard row.integer(4) & Schema.encryptedFlag != 0, let layout = StoredLayout(row.bytes(9)) else { return [] }
        var ids: [UInt32] = []
        for part in 0..<layout.count {
            for id in layout.subjects(part) where !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// A message with its content, opened; nil: it is gone.
    public func message(at position: UInt64) throws(JournalError) -> MessageSegment? {
        single.bind(1, position)
        guard try single.step() else { return nil }
        defer { single.reset() }
        var bytes: [UInt8] = []
        let entry = try single.message(into: &bytes, vault)
        return MessageSegment(bytes: bytes, entries: [entry])
    }

    /// The names of those whom a message is about; none where it is about nobody, or they are erased.
    public func subjects(at position: UInt64) throws(JournalError) -> [[UInt8]] {
        guard let segment = try message(at: position), let entry = segment.entries.first, let finder = finders[entry.type] else { return [] }
        var parts = SubjectParts()
        return segment.bytes.withUnsafeBytes { bytes in
            let body = UnsafeRawBufferPointer(rebasing: bytes[entry.body.range])
            finder.find(in: body, &parts)
            return parts.subjects.map { Array(body[$0]) }
        }
    }

    /// What became of a message with a durable consumer.
    public func fate(of letter: Letter) throws(JournalError) -> Fate { try trace.fate(of: letter) }
}
