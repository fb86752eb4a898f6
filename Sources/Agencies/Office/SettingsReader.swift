/// Reads the section `settings` of an `office.yaml`: numbers have bounds, and a misspelled name does not pass for its default.
struct SettingsReader<Key: CodingKey & CaseIterable & RawRepresentable<String>> {
    private let values: KeyedDecodingContainer<Key>

    /// Any name, to find those that nobody would read.
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/configuration``, naming the setting.
    init(_ decoder: any Decoder, _ keys: Key.Type) throws {
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where Key(rawValue: key.stringValue) == nil {
            let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.fault(key.stringValue, vi: "không có mục này; có thể dùng: \(known)", en: "there is no such setting; there are \(known)")
        }
        values = try decoder.container(keyedBy: keys)
    }

    /// A whole number in bounds; where it is absent, the usual one.
    func number(_ key: Key, _ range: ClosedRange<Int>, _ usual: Int) throws -> Int {
        let number = try value(key, usual)
        guard range.contains(number) else {
            throw Self.fault(
                key.rawValue,
                vi: "cần số nguyên từ \(range.lowerBound) đến \(range.upperBound)",
                en: "a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    func value<Value: Decodable>(_ key: Key, _ usual: Value) throws -> Value { try optional(key) ?? usual }

    /// Nil: it is absent.
    func optional<Value: Decodable>(_ key: Key, of type: Value.Type = Value.self) throws -> Value? {
        do {
            return try values.decodeIfPresent(type, forKey: key)
        } catch is DecodingError {
            throw Self.fault(
                key.rawValue,
                vi: "giá trị không đúng kiểu: xem mẫu của một office.yaml mới",
                en: "a value of another kind: see a new office.yaml"
            )
        }
    }

    static func fault(_ key: String, vi: String, en: String) -> OfficeError {
        OfficeError(.configuration, vi: "\(key): \(vi)", en: "\(key): \(en)")
    }
}
