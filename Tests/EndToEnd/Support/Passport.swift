/// A passport of nobody.
enum Passport {
    /// Its machine-readable zone.
    static func lines(_ number: String) -> [String] {
        func padded(_ text: String, _ count: Int) -> String { text + String(repeating: "<", count: count - text.utf8.count) }
        func digit(_ text: some StringProtocol) -> String {
            let values = text.utf8.map { $0 == 60 ? 0 : $0 < 58 ? Int($0) - 48 : Int($0) - 55 }
            return "\(values.enumerated().reduce(0) { $0 + $1.element * [7, 3, 1][$1.offset % 3] } % 10)"
        }
        let number = padded(number, 9) + digit(padded(number, 9))
        let (birth, rest) = ("900101" + digit("900101"), "300101" + digit("300101") + padded("", 15))
        return [padded("P<VNMNGUYEN<<THI<HU<CAU", 44), number + "VNM" + birth + "F" + rest + digit(number + birth + rest)]
    }
}
