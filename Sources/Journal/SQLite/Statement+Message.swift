extension Statement {
    /// The message of a row that begins with ``Schema/messageColumns``, opened where it is encrypted. Its key, body and chain go to the end of the bytes.
    ///
    /// - Throws: ``JournalError`` `wrongMasterKey` where there is no vault to open it with.
    func message(into content: inout [UInt8], _ vault: VaultReader?) throws(JournalError) -> MessageEntry {
        guard integer(4) & Schema.encryptedFlag != 0 else { return storedMessage(into: &content) }
        guard let vault else { throw JournalError(.wrongMasterKey, "the journal's bodies are encrypted, and it was opened without a master key") }
        let opened = try vault.open(bytes(9), position: unsigned(0), into: &content)
        var entry = entry(key: opened.key, body: opened.body, into: &content)
        entry.condition = opened.condition
        return entry
    }

    /// The same as it is stored.
    func storedMessage(into content: inout [UInt8]) -> MessageEntry {
        let key = append(8, to: &content)
        let body = append(9, to: &content)
        var entry = entry(key: key, body: body, into: &content)
        entry.isEncrypted = integer(4) & Schema.encryptedFlag != 0
        return entry
    }

    /// The message of a row without its content.
    var label: MessageEntry {
        let nothing = ByteSlice(offset: 0, count: 0)
        return entry(key: nothing, body: nothing, chain: nothing)
    }

    private func entry(key: ByteSlice, body: ByteSlice, into content: inout [UInt8]) -> MessageEntry {
        let (correlation, causation) = (append(10, to: &content), append(11, to: &content))
        return entry(key: key, body: body, chain: ByteSlice(offset: correlation.offset, count: correlation.count + causation.count))
    }

    private func entry(key: ByteSlice, body: ByteSlice, chain: ByteSlice) -> MessageEntry {
        MessageEntry(
            position: unsigned(0),
            recordedAt: integer(1),
            client: UInt32(truncatingIfNeeded: integer(2)),
            type: UInt16(truncatingIfNeeded: integer(3)),
            isExercise: integer(4) & Schema.exerciseFlag != 0,
            clientSequence: unsigned(5),
            idHigh: unsigned(6),
            idLow: unsigned(7),
            key: key,
            body: body,
            chain: chain
        )
    }

    private func append(_ column: Int32, to content: inout [UInt8]) -> ByteSlice {
        let bytes = bytes(column)
        let slice = ByteSlice(offset: UInt32(content.count), count: UInt32(bytes.count))
        content.append(contentsOf: bytes)
        return slice
    }
}
