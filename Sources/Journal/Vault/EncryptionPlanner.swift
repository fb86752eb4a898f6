import Crypto

/// Finds out under whose keys a message is to be encrypted. Not `Sendable`: the writer has it.
struct EncryptionPlanner {
    private var found = SubjectParts()
    private var ids: [UInt32] = []

    /// Adds a message that is about people.
    ///
    /// - Parameters:
    ///   - tag: What a name is known by.
    ///   - subject: The number and key of a subject; of no name: of what is about nobody.
    mutating func add(
        key: UnsafeRawBufferPointer,
        body: UnsafeRawBufferPointer,
        finder: any SubjectFinder,
        to plan: inout EncryptionPlan,
        tag: (UnsafeRawBufferPointer) -> SubjectTag,
        subject: (SubjectTag) throws(JournalError) -> Subject
    ) throws(JournalError) {
        found.removeAll()
        finder.find(in: body, &found)
        // Of an empty body there is the key.
        if found.parts.isEmpty { found.append(part: 0..<0, subjects: 0..<0) }
        guard found.parts.count <= StoredBody.partsMax else { throw JournalError(.misuse, "a body has more than \(StoredBody.partsMax) parts") }
        let keyTag = tag(key)
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
                // Mostly the ordering key is the subject.
                let known = try subject(name.count == key.count && name.elementsEqual(key) ? keyTag : tag(name))
                guard !ids.contains(known.id) else { continue }
                ids.append(known.id)
                if one == nil { one = known.key } else { more.append(known.key) }
            }
            if ids.isEmpty {
                let nobody = try subject(tag(UnsafeRawBufferPointer(start: nil, count: 0)))
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
        plan.messages.append(EncryptionPlan.Message(parts: first..<Int32(plan.parts.count), keyTag: keyTag))
    }

    /// Adds a message that is about nobody.
    static func addPlain(to plan: inout EncryptionPlan) { plan.messages.append(EncryptionPlan.Message(parts: 0..<0, keyTag: .none)) }
}
