import Agencies

/// What a run of scans came to.
struct ScanSummary: Encodable {
    private(set) var scans = 0
    private(set) var matches = 0
    private(set) var other_day = 0
    private(set) var unknown = 0
    private(set) var repeats = 0
    private(set) var refused = 0
    private(set) var failed = 0
    /// From the last character of a document to its answer.
    private(set) var slowest_milliseconds = 0

    mutating func add(_ answer: ScanAnswer) {
        scans += 1
        slowest_milliseconds = max(slowest_milliseconds, answer.milliseconds)
        switch answer.result {
        case "match": matches += 1
        case "other_day": other_day += 1
        case "unknown": unknown += 1
        case "repeat": repeats += 1
        case "refused": refused += 1
        default: failed += 1
        }
    }

    var wording: Wording {
        Wording(
            vi: """
                Tổng \(scans): đúng danh sách \(matches), danh sách ngày khác \(other_day), không có trong danh sách \(unknown), quét lại \(repeats), \
                không đọc được \(refused), chưa ghi được \(failed); trả lời chậm nhất \(slowest_milliseconds) ms
                """,
            en: """
                \(scans) scans: \(matches) expected, \(other_day) expected on another day, \(unknown) on no manifest, \(repeats) repeated, \
                \(refused) not read, \(failed) not recorded; the slowest answer took \(slowest_milliseconds) ms
                """
        )
    }
}
