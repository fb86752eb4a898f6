extension Statement {
    /// The message of a row that begins with ``Schema/messageColumns``. Its key, body and chain go to the end of the bytes.
    func message(into content: inout [UInt8]) -> MessageEntry {
        let key = append(8, to: &content)
        let body = append(9, to: &content)
        let (correlation, causation) = (append(10, to: &content), append(11, to: &content))
        return MessageEntry(
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
            chain: ByteSlice(offset: correlation.offset, count: correlation.count + causation.count)
        )
    }

    private func append(_ column: Int32, to content: inout [UInt8]) -> ByteSlice {
        let bytes = bytes(column)
        let slice = ByteSlice(offset: UInt32(content.count), count: UInt32(bytes.count))
        content.append(contentsOf: bytes)
        return slice
    }
}
