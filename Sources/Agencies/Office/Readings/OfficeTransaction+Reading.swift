extension OfficeTransaction {
    /// Writes down that one of the office's people looks at something about a person: every such reading is.
    ///
    /// - Parameters:
    ///   - id: What is looked at, as the office names it; nil: a whole list.
    ///   - officer: 1 to 80 characters.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid`` for such a name of the officer; then nothing is to be shown.
    public func noteReading(_ kind: Reading.Kind, _ id: String? = nil, officer: String) throws {
        try Reading.append(kind, id, officer: try OfficeText.officer(officer), at: now, database)
    }
}
