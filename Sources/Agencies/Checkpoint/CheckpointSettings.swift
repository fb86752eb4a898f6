/// How a checkpoint works: the section `settings` of its `office.yaml`. None of it is said by the plan [I].
public struct CheckpointSettings: Decodable, Sendable {
    /// The gate's code; nil: the profile's.
    public var gate: String?
    /// Scans of one document in one direction within so many minutes are one crossing.
    public var repeatMinutes = 10
    /// Tokens of crossings are kept for so many days; then the crossing is a count of its day.
    public var tokenDays = 30
    /// Whether the gateway's time counts where this machine's clock is certainly wrong.
    public var correctClock = true
    /// An alert lapses after so many hours, where nobody says otherwise.
    public var alertHours = 12

    private enum Key: String, CodingKey, CaseIterable {
        case gate
        case repeatMinutes = "repeat_minutes"
        case tokenDays = "token_days"
        case correctClock = "correct_clock"
        case alertHours = "alert_hours"
    }

    public init() {}

    public init(from decoder: any Decoder) throws {
        let reader = try SettingsReader(decoder, Key.self)
        gate = try reader.optional(.gate)
        repeatMinutes = try reader.number(.repeatMinutes, 1...240, repeatMinutes)
        tokenDays = try reader.number(.tokenDays, 1...90, tokenDays)
        correctClock = try reader.value(.correctClock, correctClock)
        alertHours = try reader.number(.alertHours, 1...240, alertHours)
    }

    /// For a new `office.yaml`.
    public static let template = """
          # The gate's code; else the profile's. / Mã cửa khẩu, nếu hồ sơ kết nối không có.
          # gate: HN
          # Scans of one document in one direction within so many minutes are one crossing.
          # Quét cùng giấy tờ, cùng chiều trong bao nhiêu phút thì là một lượt.
          repeat_minutes: 10
          # Tokens of crossings are kept for so many days; then the crossing is a count of its day.
          # Mã giấy tờ giữ bao nhiêu ngày; sau đó chỉ còn số lượt của ngày.
          token_days: 30
          # Whether the gateway's time counts where this machine's clock is certainly wrong; both times are kept.
          # Có theo giờ của cổng khi đồng hồ máy này chắc chắn sai hay không; cả hai giờ đều được giữ.
          correct_clock: true
          # An alert lapses after so many hours, where nobody says otherwise. / Cảnh báo hết hiệu lực sau bao nhiêu giờ.
          alert_hours: 12

        """
}
