import Agencies
import ArgumentParser
import Foundation

/// `cuakhau affairs`
struct AffairsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "affairs",
        abstract: String(
            vi: "Sở Ngoại vụ: bảo hộ công dân, cảnh báo, thoả thuận.",
            en: "The department of foreign affairs: protection cases, alerts, agreements."
        ),
        discussion: String(
            vi: """
                Từ `take` đến `close`, vụ việc thuộc về một cán bộ và luôn được hiển thị. Nếu không ai xử lý trong thời hạn nêu ở office.yaml, vụ \
                việc thành khẩn và ở trên cùng cho đến khi có người xử lý. Đồng hồ không đóng vụ việc nào.
                """,
            en: """
                A case is somebody's from `take` to `close`, and shown until then. Where nobody acts in the time that office.yaml says, it \
                escalates, and stays at the top until somebody does. No clock closes a case.
                """,
            examples: """
                cuakhau affairs case list --home /srv/affairs
                cuakhau affairs case take 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --home /srv/affairs
                cuakhau affairs case notify 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --mission CG-NN --letter letter.html --home /srv/affairs
                cuakhau affairs alert ack 01JAVD5E5Z3X8V9R2M4N6P7Q8T --officer 'Lan' --action seen --home /srv/affairs
                """
        ),
        subcommands: [
            OfficeInitCommand<AffairsOffice>.self, OfficeRunCommand<AffairsOffice>.self, OfficeStatusCommand<AffairsOffice>.self,
            OfficeProblemCommand<AffairsOffice>.self, OfficeReferenceCommand<AffairsOffice>.self, AffairsCaseCommand.self, AffairsAlertCommand.self,
            AffairsWelfareCommand.self,
            AffairsVoiceCommand.self, AffairsHandoverCommand.self, AffairsMissedCommand.self, AffairsAgreementCommand.self, AffairsOrderCommand.self,
            AffairsReportCommand.self,
            OfficeReadingCommand<AffairsOffice>.self,
        ]
    )
}

extension AffairsOffice: OfficeProgram {
    init(home: OfficeHome) throws {
        self.init(
            settings: try home.settings(AffairsSettings.self) ?? AffairsSettings(),
            sharesGatewayTime: ProcessInfo.processInfo.environment["CUAKHAU_CLOCK"] == nil
        )
    }

    static var settingsTemplate: String {
        """
          # The plan gives no deadline for protection: these are the office's own. / Kế hoạch không quy định thời hạn: đây là lựa chọn của cơ quan.
          # How long a new or reopened case may wait before it escalates. / Vụ việc mới được chờ bao nhiêu phút.
          acknowledge_minutes: 30
          # How long a mission that was told may take before the case escalates. / Cơ quan đại diện được trả lời trong bao nhiêu giờ.
          mission_hours: 24
          # When a case is looked at again, where the officer names no day. / Xem lại vụ việc sau bao nhiêu giờ.
          review_hours: 24
          # How far ahead a review may be put. / Ngày xem lại xa nhất.
          review_days_max: 30
          # How long before it expires an agreement is shown. / Nhắc trước khi thoả thuận hết hiệu lực bao nhiêu ngày.
          agreement_notice_days: 60
          # Other missions than the usual ones are all listed here. / Danh sách cơ quan đại diện, nếu khác mặc định:
          # missions:
          #   - {code: CG-NN, vi: Tổng Lãnh sự quán Việt Nam tại Nam Ninh, en: Consulate General of Viet Nam in Nanning, countries: [CN]}

        """
    }

    func urgentLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] {
        try store.read { try AffairsSummary($0, settings: settings, now: now) }.urgentLines(language)
    }

    func statusLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] {
        try store.read { try AffairsSummary($0, settings: settings, now: now) }.lines(language)
    }
}
