/// The little that a request's text needs.
enum EnrolmentText {
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }

    /// Nil for anything but pairs of hexadecimal digits.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2), digits.count <= 256 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index..<(index + 2)], as: UTF8.self), radix: 16), digits[index] != UInt8(ascii: "+") else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    /// A YAML string in single quotes: Z85 has all the rest.
    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
