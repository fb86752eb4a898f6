import GRDB

extension RawRepresentable<String> {
    /// A state, or another word of a list, as a store has it.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unreadable``: nothing that this version wrote.
    init(stored word: String) throws(OfficeError) {
        guard let value = Self(rawValue: word) else {
            throw OfficeError(
                .unreadable,
                vi: "kho dữ liệu có từ lạ: hãy dùng phiên bản chương trình đã ghi nó",
                en: "the store holds a word that this version does not know: use the version that wrote it"
            )
        }
        self = value
    }
}

extension Row {
    /// A word of a list, in a column.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unreadable``.
    func word<Word: RawRepresentable<String>>(_ column: String, as word: Word.Type = Word.self) throws -> Word { try Word(stored: self[column]) }
}
