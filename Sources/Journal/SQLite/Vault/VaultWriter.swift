import Crypto

/// The writing connection's part of the vault: makes subjects' keys, encrypts, erases. Not `Sendable`: ``SQLiteWriter`` has it.
final class VaultWriter {
    private let connection: Connection
    private let master: MasterKey
    private let index: SymmetricKey
    private let keyring: SubjectKeyring
    private let subjects: any SubjectCatalogue
    private var planner = EncryptionPlanner()
    private var names = SubjectNames()
    private let find: Statement
    private let insert: Statement
    private let erase: Statement
    /// By the type's number. Nothing of a type that is not among them is stored: it could be about people.
    private var types: [UInt16: TypeSecrecy] = [:]

    private enum TypeSecrecy {
        case plain
        case encrypted(any SubjectFinder)
    }

    private var nextID: UInt32
    /// Of the keys that are made in the transaction that is open.
    private var secret: SymmetricKey?
    /// Made, and erased, in the transaction that is open.
    private var made: [(id: UInt32, tag: SubjectTag)] = []
    private var erased: [(id: UInt32, tag: SubjectTag)] = []

    init(_ connection: Connection, _ vault: JournalVault, _ keyring: SubjectKeyring) throws(JournalError) {
        self.connection = connection
        self.keyring = keyring
        master = vault.master
        index = if let known = try VaultKeys.index(connection, vault.master) { known } else { try VaultKeys.make(connection, vault.master) }
        subjects = vault.subjects
        find = try connection.prepare("SELECT id, wrapped FROM subject WHERE tag = ? AND wrapped <> x''")
        insert = try connection.prepare("INSERT INTO subject (id, tag, wrapped) VALUES (?, ?, ?)")
        erase = try connection.prepare("UPDATE subject SET wrapped = x'', erased_at = ? WHERE id = ?")
        nextID = UInt32(truncatingIfNeeded: try connection.integer("SELECT coalesce(max(id), 0) FROM subject") ?? 0) + 1
    }

    /// Learns types, before messages of them come.
    func add(_ types: [TypeRecord]) {
        for type in types { self.types[type.id] = subjects.finder(for: type.name).map { .encrypted($0) } ?? .plain }
    }

    private func finder(_ type: UInt16) throws(JournalError) -> (any SubjectFinder)? {
        switch types[type] {
        case .encrypted(let finder): return finder
        case .plain: return nil
        case nil: throw JournalError(.misuse, "a message of a type that the journal does not know")
        }
    }

    /// How some of a batch's messages are to be encrypted; nil where none is about anybody.
    func plan(_ segment: MessageSegment, _ range: Range<Int>) throws(JournalError) -> EncryptionPlan? {
        let entries = segment.entries[range]
        var isAboutPeople = false
        for entry in entries where !isAboutPeople { isAboutPeople = try finder(entry.type) != nil }
        guard isAboutPeople else { return nil }
        // Out of `self`: what a class holds is checked for exclusive access at each touch.
        var planner = EncryptionPlanner()
        var names = SubjectNames()
        swap(&planner, &self.planner)
        swap(&names, &self.names)
        defer {
            swap(&planner, &self.planner)
            swap(&names, &self.names)
        }
        let index = index
        var plan = EncryptionPlan()
        plan.messages.reserveCapacity(entries.count)
        plan.parts.reserveCapacity(entries.count)
        plan.subjects.reserveCapacity(entries.count)
        let content = segment.bytes
        try content.span.bytes.withUnsafeBytes { (source) throws(JournalError) in
            var lastType: UInt16?
            var last: (any SubjectFinder)?
            for entry in entries {
                if lastType != entry.type { (lastType, last) = (entry.type, try finder(entry.type)) }
                guard let last else {
                    EncryptionPlanner.addPlain(to: &plan)
                    continue
                }
                try planner.add(
                    key: UnsafeRawBufferPointer(rebasing: source[entry.key.range]),
                    body: UnsafeRawBufferPointer(rebasing: source[entry.body.range]),
                    finder: last,
                    to: &plan,
                    tag: { SubjectTag($0, by: index) },
                    subject: { (name) throws(JournalError) in
                        if let known = names.find(name) { return known }
                        let tag = SubjectTag(name, by: index)
                        let known = SubjectNames.Known(tag: tag, subject: try subject(tag))
                        names.remember(name, known)
                        return known
                    }
                )
            }
        }
        return plan
    }

    /// The subject of a tag, with a new key where it has none.
    private func subject(_ tag: SubjectTag) throws(JournalError) -> Subject {
        if let known = keyring.subject(tag) { return known }
        let generation = keyring.generation
        if let stored = try stored(tag) {
            keyring.remember(stored.id, stored.key, tag, since: generation)
            return stored
        }
        let id = nextID
        let key = newKey(id)
        guard id < .max else { throw JournalError(.storageFull, "the journal has no number left for another subject") }
        nextID += 1
        insert.bind(1, Int64(id))
        insert.bind(2, tag.bytes)
        insert.bind(3, try master.wrap(key))
        try insert.run()
        made.append((id, tag))
        keyring.remember(id, key, tag, since: generation)
        return Subject(id: id, key: key)
    }

    /// A key out of a random secret that is forgotten with the transaction: asking the system for each would cost more than all the rest.
    private func newKey(_ id: UInt32) -> SymmetricKey {
        let secret = secret ?? SymmetricKey(size: .bits256)
        self.secret = secret
        var hash = SHA256()
        secret.withUnsafeBytes { hash.update(bufferPointer: $0) }
        withUnsafeBytes(of: id.bigEndian) { hash.update(bufferPointer: $0) }
        return SymmetricKey(data: hash.finalize())
    }

    private func stored(_ tag: SubjectTag) throws(JournalError) -> Subject? {
        find.bind(1, tag.bytes)
        guard try find.step() else { return nil }
        defer { find.reset() }
        let id = UInt32(truncatingIfNeeded: find.integer(0))
        guard let key = master.unwrap(find.bytes(1)) else {
            throw JournalError(.damaged, "the key of a subject cannot be opened: keep the journal for inspection, and restore the last backup")
        }
        return Subject(id: id, key: key)
    }

    // MARK: Erasing

    /// Destroys subjects' keys, within a transaction. What comes about them later gets a new one.
    ///
    /// - Returns: Which of them had one.
    func erase(_ erasures: [Erasure], at time: Int64) throws(JournalError) -> [Bool] {
        guard !erasures.isEmpty else { return [] }
        // What is overwritten, and what it leaves free on its page, is overwritten with zeroes.
        try connection.execute("PRAGMA secure_delete = ON")
        defer { try? connection.execute("PRAGMA secure_delete = OFF") }
        var found: [Bool] = []
        for erasure in erasures {
            let tag = erasure.subject.withUnsafeBytes { SubjectTag($0, by: index) }
            // What is about nobody is nobody's to erase.
            guard !erasure.subject.isEmpty, let subject = try stored(tag) else {
                found.append(false)
                continue
            }
            erase.bind(1, time)
            erase.bind(2, Int64(subject.id))
            try erase.run()
            erased.append((subject.id, tag))
            found.append(true)
        }
        return found
    }

    /// The transaction is over.
    func end(isCommitted: Bool) {
        // What was erased, or made in vain, is not remembered.
        if !erased.isEmpty || (!isCommitted && !made.isEmpty) { names.removeAll() }
        if isCommitted {
            for (id, tag) in erased { keyring.forget(id, tag) }
        } else {
            for (id, tag) in made { keyring.forget(id, tag) }
            nextID = made.first?.id ?? nextID
        }
        secret = nil
        made.removeAll(keepingCapacity: true)
        erased.removeAll(keepingCapacity: true)
    }
}
