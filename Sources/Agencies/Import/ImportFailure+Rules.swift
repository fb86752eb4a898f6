extension ImportFailure {
    /// Does something for each row; where rules refuse, every refusal is told with its line.
    ///
    /// - Throws: ``ImportFailure``, or ``OfficeError`` where the store itself fails: in both, the transaction must not be committed.
    public static func collecting<Row, Value>(_ rows: [Row], line: (Row) -> Int, _ body: (Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        var faults: [ImportFault] = []
        for row in rows {
            do {
                values.append(try body(row))
            } catch let error as OfficeError where error.code != .storage {
                faults.append(ImportFault(line: line(row), vi: error.wording.vi, en: error.wording.en))
            }
        }
        guard faults.isEmpty else { throw ImportFailure(faults) }
        return values
    }
}
