import Agencies
import ArgumentParser

/// `cuakhau labour`
struct LabourCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labour",
        abstract: String(
            vi: "Đầu mối lao động: người lao động, hợp đồng, danh sách xuất cảnh, chuyến đi, báo cáo.",
            en: "The labour hub: workers, contracts, manifests, journeys, reports."
        ),
        discussion: String(
            vi: """
                Tập hợp thông tin từ các cơ quan, theo dõi từng chuyến đi cho đến khi về, nhắc đúng lúc, và báo cáo trước 20/6 và 21/12.
                """,
            en: """
                Brings together what the other offices tell, follows every journey to its end, reminds in time, and reports before 20 June and 21 December.
                """,
            examples: """
                cuakhau labour init /srv/labour --profile labour.yaml
                cuakhau labour key make --home /srv/labour
                cuakhau labour vault make --home /srv/labour
                cuakhau labour run --home /srv/labour
                cuakhau labour worker import workers.csv --home /srv/labour
                """
        ),
        subcommands: [
            OfficeInitCommand<LabourOffice>.self, OfficeRunCommand<LabourOffice>.self, OfficeStatusCommand<LabourOffice>.self,
            OfficeProblemCommand<LabourOffice>.self, OfficeReadingCommand<LabourOffice>.self, OfficeKeyCommand<LabourOffice>.self,
            LabourVaultCommand.self, LabourWorkerCommand.self,
            LabourOrderCommand.self,
            LabourContractCommand.self, LabourManifestCommand.self, LabourJourneyCommand.self, LabourReportCommand.self, LabourTargetCommand.self,
            LabourSurveyCommand.self, LabourVoiceCommand.self, LabourReferenceCommand.self,
        ]
    )
}

extension LabourOffice: OfficeProgram {
    init(home: OfficeHome) throws {
        self.init(settings: try home.settings(LabourSettings.self) ?? LabourSettings())
    }

    static var settingsTemplate: String { LabourSettings.template }

    func urgentLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] {
        try awaitedReports(store, now).filter(\.due.isLate).map { $0.wording[language] }
    }

    private func awaitedReports(_ store: OfficeStore, _ now: UTCTime) throws -> [AwaitedReport] {
        try store.read { try AwaitedReport.all(office: self, today: now.day(), $0) }
    }

    func statusLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] {
        let counts = try store.read(JourneyRecord.counts)
        let voices = try store.read { try VoiceRecord.open($0).count }
        var lines = JourneyState.allCases.compactMap { state in counts[state].map { "\(state.name[language]): \(SmallCount.text($0))" } }
        lines.append(Wording(vi: "ý kiến chưa xử lý: \(voices)", en: "voices not dealt with: \(voices)")[language])
        return lines + (try awaitedReports(store, now).filter { !$0.due.isLate }.map { $0.wording[language] })
    }
}
