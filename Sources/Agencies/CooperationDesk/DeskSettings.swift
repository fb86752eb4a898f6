/// What the desk decides for itself: the section `settings` of its office.yaml. The plan names no season's months and no lengths [I].
public struct DeskSettings: Decodable, Sendable {
    /// A season that is longer is a mistake: the work is seasonal.
    public var seasonDaysMax = 366
    /// One that begins later is a mistake.
    public var seasonAheadDaysMax = 730

    private enum Key: String, CodingKey, CaseIterable {
        case seasonDaysMax = "season_days_max"
        case seasonAheadDaysMax = "season_ahead_days_max"
    }

    public init() {}

    public init(from decoder: any Decoder) throws {
        let reader = try SettingsReader(decoder, Key.self)
        seasonDaysMax = try reader.number(.seasonDaysMax, 1...3_660, seasonDaysMax)
        seasonAheadDaysMax = try reader.number(.seasonAheadDaysMax, 1...3_660, seasonAheadDaysMax)
    }

    /// For a new office.yaml.
    public static let template = """
          # The longest season of an order, in days. / Mùa vụ dài nhất của một đơn hàng, tính bằng ngày.
          season_days_max: 366
          # How far ahead a season may begin, in days. / Mùa vụ được bắt đầu muộn nhất sau bao nhiêu ngày.
          season_ahead_days_max: 730

        """
}
