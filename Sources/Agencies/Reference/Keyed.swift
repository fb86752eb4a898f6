/// A table's typed rows, no two of one name, with what is needed to say where one stands.
struct Keyed<Value: Identifiable> where Value.ID == String {
    let values: [Value]
    private let rows: [ReferenceRow]
    /// Where each name stands.
    private let places: [String: Int]

    /// - Parameters:
    ///   - files: All files; a missing one is an error.
    ///   - key: The column of the rows' names.
    init(
        _ files: [String: [UInt8]],
        _ file: String,
        _ key: String,
        _ columns: [String],
        make: (ReferenceRow) throws(ReferenceError) -> Value
    ) throws(ReferenceError) {
        guard let bytes = files[file] else { throw ReferenceError(file: file, vi: "thiếu tệp", en: "the file is missing") }
        let rows = try ReferenceTable(file: file, bytes: bytes, columns: columns).rows
        var values: [Value] = []
        var places: [String: Int] = [:]
        for row in rows {
            let value = try make(row)
            if let earlier = places[value.id] {
                throw row.error(key, vi: "\(value.id) đã có ở dòng \(rows[earlier].line)", en: "\(value.id) is in line \(rows[earlier].line) already")
            }
            places[value.id] = values.count
            values.append(value)
        }
        self.values = values
        self.rows = rows
        self.places = places
    }

    subscript(id: String) -> Value? { places[id].map { values[$0] } }

    func row(of id: String) -> ReferenceRow? { places[id].map { rows[$0] } }

    /// A column that names another row of the same table names one that is there.
    func validateReference(_ column: String, _ reference: (Value) -> String?) throws(ReferenceError) {
        for (value, row) in zip(values, rows) {
            guard let other = reference(value) else { continue }
            guard places[other] != nil, other != value.id else {
                throw row.error(column, vi: "cần tên một dòng khác của bảng này", en: "the name of another row of this table")
            }
        }
    }

    /// A column of names of another table's rows names those that are there.
    func validateReference<Other>(_ column: String, _ references: (Value) -> [String], to other: Keyed<Other>) throws(ReferenceError) {
        for (value, row) in zip(values, rows) where references(value).contains(where: { other[$0] == nil }) {
            throw row.error(
                column,
                vi: "cần tên các dòng của bảng kia, cách nhau bằng dấu cách",
                en: "names of rows of the other table, with spaces between"
            )
        }
    }
}
