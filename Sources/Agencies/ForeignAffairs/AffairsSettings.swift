import Contracts

/// The section `settings` of a foreign affairs office's `office.yaml`. What is absent has its default.
///
/// The plan gives no deadline for protection [S 100-101 says only "promptly"]: every time here is the office's own choice, and the defaults are design.
public struct AffairsSettings: Decodable, Sendable {
    /// How long a new or reopened case may wait for somebody, in minutes, 1 to 1440; who takes it has as long once more to triage it.
    public var acknowledgeMinutes = 30
    /// How long a mission that was told may take to answer, in hours, 1 to 168.
    public var missionHours = 24
    /// When a case is looked at again where the officer names no day, in hours, 1 to 720.
    public var reviewHours = 24
    /// How far ahead an officer may put a review, in days, 1 to 365: further off would be out of sight.
    public var reviewDaysMax = 30
    /// How long before it expires an agreement is shown, in days, 1 to 730.
    public var agreementNoticeDays = 60
    /// This office in reports: a code of the list of organisations.
    public var organisation = "foreign_affairs_department"
    public var missions = Mission.standard

    private enum Key: String, CodingKey, CaseIterable {
        case acknowledgeMinutes = "acknowledge_minutes"
        case missionHours = "mission_hours"
        case reviewHours = "review_hours"
        case reviewDaysMax = "review_days_max"
        case agreementNoticeDays = "agreement_notice_days"
        case organisation, missions
    }

    public init() {}

    public init(from decoder: any Decoder) throws {
        let reader = try SettingsReader(decoder, Key.self)
        acknowledgeMinutes = try reader.number(.acknowledgeMinutes, 1...1_440, acknowledgeMinutes)
        missionHours = try reader.number(.missionHours, 1...168, missionHours)
        reviewHours = try reader.number(.reviewHours, 1...720, reviewHours)
        reviewDaysMax = try reader.number(.reviewDaysMax, 1...365, reviewDaysMax)
        agreementNoticeDays = try reader.number(.agreementNoticeDays, 1...730, agreementNoticeDays)
        organisation = try reader.value(.organisation, organisation)
        missions = try reader.value(.missions, missions)
        for code in [organisation] + missions.map(\.code) where !FreeText.isReference(code) || FreeText.holdsDocumentNumber(code) {
            throw OfficeError(
                .configuration,
                vi: "mã tổ chức và cơ quan đại diện có 1 đến 64 chữ không dấu, số và . _ - /",
                en: "codes of organisations and missions have 1 to 64 letters, digits and . _ - /"
            )
        }
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown`` naming those there are, or ``OfficeError/Code/forbidden`` where it is another country's.
    func mission(_ code: String, for country: String) throws(OfficeError) -> Mission {
        guard let mission = missions.first(where: { $0.code == code }) else {
            let known = missions.filter { $0.countries.contains(country) }.map(\.code).joined(separator: ", ")
            throw OfficeError(
                .unknown,
                vi: "không có cơ quan đại diện mang mã này; ở nước của vụ việc có: \(known)",
                en: "no mission has this code; those in the case's country are: \(known)"
            )
        }
        guard mission.countries.contains(country) else {
            throw OfficeError(
                .forbidden,
                vi: "\(mission.vi) không phụ trách nước của vụ việc",
                en: "the \(mission.en) does not protect citizens in the case's country"
            )
        }
        return mission
    }
}
