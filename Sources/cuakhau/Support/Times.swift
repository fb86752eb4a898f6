import Foundation

/// Times as people and JSON write them.
enum Times {
    /// RFC 3339 in UTC, with microseconds.
    static func text(microseconds: Int64) -> String {
        let seconds = microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func pad(_ value: some BinaryInteger, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(pad(parts.tm_year + 1900, 4))-\(pad(parts.tm_mon + 1, 2))-\(pad(parts.tm_mday, 2))T"
            + "\(pad(parts.tm_hour, 2)):\(pad(parts.tm_min, 2)):\(pad(parts.tm_sec, 2)).\(pad(microseconds - seconds * 1_000_000, 6))Z"
    }

    /// How many seconds ago a time was; a dash where there is none.
    static func age(since time: Int64?, at now: Int64) -> String { time.map { "\(max(0, now - $0) / 1_000_000)" } ?? "–" }

    /// Reads RFC 3339; nil where it is something else.
    static func microseconds(_ text: String) -> Int64? {
        for style in [Date.ISO8601FormatStyle(includingFractionalSeconds: true), Date.ISO8601FormatStyle()] {
            if let date = try? style.parse(text) { return Int64((date.timeIntervalSince1970 * 1_000_000).rounded()) }
        }
        return nil
    }
}
