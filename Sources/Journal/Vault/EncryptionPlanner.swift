import Crypto

/// Finds out under whose keys a message is to be encrypted. Not `Sendable`: the writer has it.
struct EncryptionPlanner {
    private var found = SubjectParts()
    private var ids: [UInt32] = []

    /// Adds a message that is about people.
    ///
    /// - Parameters:
    ///   - tag: What an ordering key is known by.
    ///   - subject: What a name is known by, and the number and key behind it; of no name: of what is about nobody.
    mutating func add(
        key: UnsafeRawBufferPointer,
        body: UnsafeRawBufferPointer,
        finder: any SubjectFinder,
        to plan: inout EncryptionPlan,
        tag: (UnsafeRawBufferPointer) -> SubjectTag,
        subject: (UnsafeRawBufferPointer) throws(JournalError) -> SubjectNames.Known
    ) throws(JournalError) {
        found.removeAll()
        finder.find(in: body, &found)
        // Of an empty body there is the key.
        if found.parts.isEmpty { found.append(part: 0..<0, subjects: 0..<0) }
        guard found.parts.count <= StoredBody.partsMax else { throw JournalError(.misuse, "a body has more than \(StoredBody.partsMax) parts") }
        // Mostly the ordering key is a subject.
        var keyTag: SubjectTag?
        let first = Int32(plan.parts.count)
        for part in found.parts {
            guard part.subjects.count <= StoredBody.subjectsMax else {
                throw JournalError(.misuse, "a part of a body has more than \(StoredBody.subjectsMax) subjects")
            }
            ids.removeAll(keepingCapacity: true)
            var one: SymmetricKey?
            var more: [SymmetricKey] = []
            for place in part.subjects {
                let name = UnsafeRawBufferPointer(rebasing: body[found.subjects[place]])
                let known = try subject(name)
                if name.hasSameBytes(as: key) { keyTag = known.tag }
                guard !ids.contains(known.subject.id) else { continue }
                ids.append(known.subject.id)
                if one == nil { one = known.subject.key } else { more.append(known.subject.key) }
            }
            if ids.isEmpty {
                let nobody = try subject(UnsafeRawBufferPointer(start: nil, count: 0)).subject
                ids.append(nobody.id)
                one = nobody.key
            }
            guard let one else { preconditionFailure("a part without a key") }
            let start = Int32(plan.subjects.count)
            plan.subjects.append(contentsOf: ids)
            plan.parts.append(
                EncryptionPlan.Part(
                    offset: UInt32(part.bytes.lowerBound),
                    count: UInt32(part.bytes.count),
                    subjects: start..<Int32(plan.subjects.count),
                    key: StoredBody.joined(one, more)
                )
            )
        }
        plan.messages.append(EncryptionPlan.Message(parts: first..<Int32(plan.parts.count), keyTag: keyTag ?? tag(key)))
    }

    /// Adds a message that is about nobody.
    static func addPlain(to plan: inout EncryptionPlan) { plan.messages.append(EncryptionPlan.Message(parts: 0..<0, keyTag: .none)) }
}
