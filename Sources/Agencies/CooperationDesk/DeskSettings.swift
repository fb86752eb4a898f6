/// What the desk decides for itself: the section `settings` of its office.yaml. The plan names no season's months and no lengths [I].
public struct DeskSettings: Decodable, Sendable {
    /// A season that is longer is a mistake: the work is seasonal.
    public var seasonDaysMax = 366
    /// One that begins later is a mistake.
    public var seasonAheadDaysMax = 730

    private enum CodingKeys: String, CodingKey {
        case seasonDaysMax = "season_days_max"
        case seasonAheadDaysMax = "season_ahead_days_max"
    }

    public init() {}

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        seasonDaysMax = try Self.days(container, .seasonDaysMax) ?? seasonDaysMax
        seasonAheadDaysMax = try Self.days(container, .seasonAheadDaysMax) ?? seasonAheadDaysMax
    }

    private static func days(_ container: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys) throws -> Int? {
        guard let days = try container.decodeIfPresent(Int.self, forKey: key) else { return nil }
        guard (1...3_660).contains(days) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "a number of days from 1 to 3660")
        }
        return days
    }

    /// For a new office.yaml.
    public static let template = """
          # The longest season of an order, in days.
          season_days_max: 366
          # How far ahead a season may begin, in days.
          season_ahead_days_max: 730

        """
}
