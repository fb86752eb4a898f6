/// errors.proto, read as text: what the generated code is held against.
enum ErrorsFile {
    /// Names by number.
    static func codes() throws -> [Int: String] {
        var codes: [Int: String] = [:]
        for line in try ProtocolFolder.text("cuakhau/wire/v1/errors.proto").split(separator: "\n") {
            guard let match = line.wholeMatch(of: #/\s*([A-Z_]+) = ([0-9]+);.*/#), let number = Int(match.2) else { continue }
            codes[number] = String(match.1)
        }
        return codes
    }
}
