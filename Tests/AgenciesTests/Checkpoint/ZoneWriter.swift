@testable import Agencies

/// Writes machine-readable zones of nobody, with the check digits they need.
enum ZoneWriter {
    static let specimenTD3 = [
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ]
    static let specimenTD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
    /// A number of more than nine characters.
    static let specimenLong = ["I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"]

    /// A passport.
    static func passport(_ number: String, birth: String = "900101", expiry: String = "300101", personal: String = "") -> [String] {
        let number = padded(number, 9)
        let personal = padded(personal, 14)
        let second =
            number + digit(number) + "VNM" + birth + digit(birth) + "F" + expiry + digit(expiry) + personal
            + (personal.allSatisfy { $0 == "<" } ? "<" : digit(personal))
        let bytes = Array(second.utf8)
        let composite = String(decoding: bytes[0..<10] + bytes[13..<20] + bytes[21..<43], as: UTF8.self)
        return [padded("P<VNMNGUYEN<<THI<HU<CAU", 44), second + digit(composite)]
    }

    /// A card; a number of more than nine characters goes on in the optional data.
    static func card(_ number: String, birth: String = "900101", expiry: String = "300101") -> [String] {
        let principal = padded(String(number.prefix(9)), 9)
        let rest = String(number.dropFirst(9))
        let first = "I<VNM" + principal + (rest.isEmpty ? digit(principal) + padded("", 15) : "<" + padded(rest + digit(number), 15))
        let dates = birth + digit(birth) + "M" + expiry + digit(expiry)
        let second = dates + "VNM" + padded("", 11)
        let (upper, middle) = (Array(first.utf8), Array(second.utf8))
        let composite = String(decoding: upper[5..<30] + middle[0..<7] + middle[8..<15] + middle[18..<29], as: UTF8.self)
        return [first, second + digit(composite), padded("NGUYEN<<VAN<HU<CAU", 30)]
    }

    static func padded(_ text: String, _ count: Int) -> String { text + String(repeating: "<", count: count - text.utf8.count) }
    static func digit(_ text: String) -> String { "\(CheckDigit.of(text.utf8))" }
}
