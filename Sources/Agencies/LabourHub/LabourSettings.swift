/// What the plan leaves to the hub: it names no deadline for reminders [I].
public struct LabourSettings: Decodable, Sendable {
    /// So many days before a permit ends its renewal is called due.
    public var renewalDaysBefore = 15
    /// So many days after a permit and a contract ended without a return somebody asks after the worker.
    public var welfareDaysAfter = 3
    /// So many days after somebody asked, and reached the worker, they ask again where there is still no return.
    public var welfareAgainDays = 14
    /// So many days after the day of a manifest without an exit, the worker did not go. That is ordinary, and has no consequence.
    public var noShowDays = 3
    /// Crossings are kept so long, then counted by month.
    public var crossingDays = 90
    /// Who reports every half year, by the names of the reference list of organisations.
    public var reporting = ["border_guard_command", "policy_bank_branch", "foreign_affairs_department"]

    public init() {}

    private enum Key: String, CodingKey, CaseIterable {
        case renewalDaysBefore = "renewal_days_before"
        case welfareDaysAfter = "welfare_days_after"
        case welfareAgainDays = "welfare_again_days"
        case noShowDays = "no_show_days"
        case crossingDays = "crossing_days"
        case reporting
    }

    public init(from decoder: any Decoder) throws {
        let reader = try SettingsReader(decoder, Key.self)
        let days = 0...366
        renewalDaysBefore = try reader.number(.renewalDaysBefore, days, renewalDaysBefore)
        welfareDaysAfter = try reader.number(.welfareDaysAfter, days, welfareDaysAfter)
        welfareAgainDays = try reader.number(.welfareAgainDays, 1...366, welfareAgainDays)
        noShowDays = try reader.number(.noShowDays, days, noShowDays)
        crossingDays = try reader.number(.crossingDays, days, crossingDays)
        reporting = try reader.value(.reporting, reporting)
    }

    /// For a new `office.yaml`.
    public static let template = """
          # A permit's renewal is called due so many days before its end. / Nhắc gia hạn giấy phép trước bao nhiêu ngày.
          renewal_days_before: 15
          # Somebody asks after a worker so many days after permit and contract ended. / Hỏi thăm sau khi giấy phép và hợp đồng hết hạn bao nhiêu ngày.
          welfare_days_after: 3
          # And again so many days later, where the worker was reached and is still not back. / Hỏi thăm lại sau bao nhiêu ngày nếu vẫn chưa về.
          welfare_again_days: 14
          # So many days after a manifest's day without an exit, the worker did not go. / Sau bao nhiêu ngày không xuất cảnh thì coi như không đi.
          no_show_days: 3
          # Then crossings are counted by month and forgotten. / Sau bao nhiêu ngày thì chỉ giữ số lượt qua lại theo tháng.
          crossing_days: 90
          # Who hands in reports. / Các cơ quan nộp báo cáo.
          reporting: [border_guard_command, policy_bank_branch, foreign_affairs_department]

        """
}
