import Foundation

/// The letter by which a mission is told of a case, in Vietnamese and English, to be printed and signed.
///
/// It holds what the case holds that a mission needs, and nothing of who it is about: no pseudonym, no officer's note. Counts are told as they are: whoever
/// has to help must know how many people need it. What the mission answered with is the office's own record, and no part of the letter.
public struct MissionLetter: Sendable {
    let sheets: [Sheet]
    private let caseID: String

    /// One language's text.
    struct Sheet: Sendable {
        let language: Language
        let banner: String?
        let office: [String]
        let motto: [String]
        let place: String
        let subject: String
        let addressee: String
        let opening: String
        let rows: [(label: String, value: String)]
        let closing: [String]
        let signature: [String]
    }

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden`` where no mission was told yet.
    public init(_ told: ProtectionCase, settings: AffairsSettings, isExercise: Bool) throws(OfficeError) {
        guard let code = told.missionCode, let notifiedAt = told.notifiedAt else {
            throw OfficeError(
                .forbidden,
                vi: "chưa báo cơ quan đại diện nào về vụ việc này",
                en: "no mission has been told of this case: `case notify` does that"
            )
        }
        caseID = told.id
        // A mission that the settings no longer have is named by its code.
        let mission = settings.missions.first { $0.code == code }?.name ?? Wording(vi: code, en: code)
        sheets = Language.allCases.map { language in
            Self.sheet(told, mission, notifiedAt, language, isExercise: isExercise)
        }
    }

    private static func sheet(
        _ told: ProtectionCase,
        _ mission: Wording,
        _ notifiedAt: UTCTime,
        _ language: Language,
        isExercise: Bool
    ) -> Sheet {
        func text(_ vi: String, _ en: String) -> String { language == .vi ? vi : en }
        let day = notifiedAt.day()
        let unknown = text("chưa rõ", "not known")
        // Another office's text: on one line, so that it cannot look like a line of the letter.
        let city = told.city.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Sheet(
            language: language,
            banner: isExercise ? text("DIỄN TẬP: KHÔNG PHẢI VỤ VIỆC THẬT", "EXERCISE: NOT A REAL CASE") : nil,
            office: [
                text("ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN", "PEOPLE'S COMMITTEE OF LẠNG SƠN PROVINCE"),
                text("SỞ NGOẠI VỤ", "DEPARTMENT OF FOREIGN AFFAIRS"),
            ],
            motto: [
                text("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
                text("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
            ],
            place: text(
                "Lạng Sơn, ngày \(CalendarDay.two(day.day)) tháng \(CalendarDay.two(day.month)) năm \(day.year)",
                "Lạng Sơn, \(day.written)"
            ),
            subject: text("V/v đề nghị bảo hộ công dân, vụ việc số \(told.id)", "Request for the protection of citizens, case \(told.id)"),
            addressee: text("Kính gửi: \(mission.vi)", "To the \(mission.en)"),
            opening: text(
                "Sở Ngoại vụ tỉnh Lạng Sơn trân trọng thông báo và đề nghị Quý Cơ quan quan tâm bảo hộ công dân trong vụ việc sau đây:",
                "The Department of Foreign Affairs of Lạng Sơn province has the honour to inform you of the following case, and asks you to protect the citizens "
                    + "concerned:"
            ),
            rows: [
                (text("Số vụ việc", "Case"), told.id),
                (text("Sự việc", "What has happened"), AffairsWords.kinds.name(told.kind)[language]),
                (text("Nước", "Country"), country(told.country, language)),
                (text("Thành phố hoặc huyện", "City or county"), city.isEmpty ? unknown : city),
                (text("Số người", "Number of people"), told.persons == 0 ? unknown : "\(told.persons)"),
                (text("Nhận tin lúc", "News received"), told.at.onBothClocks),
                (text("Gửi lúc", "Sent"), notifiedAt.onBothClocks),
            ],
            closing: [
                text(
                    "Thư này không nêu danh tính. Khi Quý Cơ quan cần, Sở sẽ trao đổi thông tin về công dân qua kênh bảo mật.",
                    "This letter names nobody. What you need to know of the citizens, the department tells you over a secure channel."
                ),
                text(
                    "Đề nghị Quý Cơ quan thông báo kết quả cho Sở theo số vụ việc nêu trên. Trân trọng cảm ơn.",
                    "Please tell the department what was done, under the case's number above. With thanks for your help."
                ),
            ],
            signature: [
                text("THỦ TRƯỞNG ĐƠN VỊ", "HEAD OF THE DEPARTMENT"), text("(Ký, ghi rõ họ tên và đóng dấu)", "(signature, full name and seal)"),
            ]
        )
    }

    /// The countries that the plan names have the names that it uses; the others those of the system.
    private static func country(_ code: String, _ language: Language) -> String {
        let names = [
            "CN": Wording(vi: "Trung Quốc", en: "China"), "JP": Wording(vi: "Nhật Bản", en: "Japan"),
            "KR": Wording(vi: "Hàn Quốc", en: "Republic of Korea"),
            "TW": Wording(vi: "Đài Loan", en: "Taiwan"), "MY": Wording(vi: "Malaysia", en: "Malaysia"),
        ]
        let name = names[code]?[language] ?? Locale(identifier: language.rawValue).localizedString(forRegionCode: code)
        return name.map { "\($0) (\(code))" } ?? code
    }
}
