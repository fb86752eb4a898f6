/// What `gateway.yaml` says of a type's retention.
struct RetentionSetting: Codable, Sendable, Equatable {
    var rule: RetentionRule

    private enum Key: String, CodingKey, CaseIterable {
        case ageDays = "age_days"
        case count
        case bytes
        case hardAgeDays = "hard_age_days"
    }

    /// Any key: one that is not known is refused, and not passed over.
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where Key(rawValue: key.stringValue) == nil {
            throw HomeError("retention: \(key.stringValue) is no rule of retention: \(Key.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let values = try decoder.container(keyedBy: Key.self)
        func number(_ key: Key, from least: Int, through most: Int) throws -> Int? {
            guard let value = try values.decodeIfPresent(Int.self, forKey: key) else { return nil }
            guard (least...most).contains(value) else { throw HomeError("retention: \(key.rawValue) is \(least) to \(most)") }
            return value
        }
        rule = RetentionRule(
            ageDays: try number(.ageDays, from: 0, through: Self.daysMax),
            count: try number(.count, from: 1, through: .max),
            bytes: try number(.bytes, from: 1, through: .max),
            hardAgeDays: try number(.hardAgeDays, from: 1, through: Self.daysMax)
        )
        if let age = rule.ageDays, let hard = rule.hardAgeDays, hard < age { throw HomeError("retention: hard_age_days is not less than age_days") }
    }

    /// A hundred years.
    private static let daysMax = 36_525

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encodeIfPresent(rule.ageDays, forKey: .ageDays)
        try values.encodeIfPresent(rule.count, forKey: .count)
        try values.encodeIfPresent(rule.bytes, forKey: .bytes)
        try values.encodeIfPresent(rule.hardAgeDays, forKey: .hardAgeDays)
    }
}
