/// The names behind the journal's numbers: a leaf says who and what, and not how this journal counts them.
struct AuditNames {
    private var clients: [UInt32: [UInt8]] = [:]
    private var types: [UInt16: [UInt8]] = [:]

    mutating func add(_ clients: [ClientRecord], _ types: [TypeRecord]) {
        for client in clients { self.clients[client.id] = Array(client.name.utf8) }
        for type in types { self.types[type.id] = Array(type.name.utf8) }
    }

    func client(_ id: UInt32) -> String { clients[id].map { String(decoding: $0, as: UTF8.self) } ?? "" }

    func type(_ id: UInt16) -> String { types[id].map { String(decoding: $0, as: UTF8.self) } ?? "" }

    /// Appends the label of a message: as Protocols/AUDIT.md has it, numbers with the big end first, texts and the chain behind their length.
    func append(_ entry: MessageEntry, chain: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        func append(_ number: some FixedWidthInteger) { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        func append(_ part: [UInt8]?) {
            bytes.append(UInt8(truncatingIfNeeded: part?.count ?? 0))
            if let part { bytes.append(contentsOf: part) }
        }
        append(entry.position)
        append(entry.recordedAt)
        append(clients[entry.client])
        append(entry.clientSequence)
        append(types[entry.type])
        bytes.append(entry.isExercise ? 1 : 0)
        append(entry.idHigh)
        append(entry.idLow)
        bytes.append(UInt8(truncatingIfNeeded: chain.count))
        bytes.append(contentsOf: chain)
    }

    /// The leaf of a message.
    func leaf(of entry: MessageEntry, in content: UnsafeRawBufferPointer, _ label: inout [UInt8]) -> AuditDigest {
        func part(_ slice: ByteSlice) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: content[slice.range]) }
        label.removeAll(keepingCapacity: true)
        append(entry, chain: part(entry.chain), to: &label)
        let inside = AuditHash.content(key: part(entry.key), body: part(entry.body))
        return label.withUnsafeBytes { AuditHash.leaf(label: $0, content: inside) }
    }
}
