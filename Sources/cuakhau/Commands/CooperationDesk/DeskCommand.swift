import Agencies
import ArgumentParser
import GRDB

/// `cuakhau desk`
struct DeskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: String(
            vi: "Bàn phối hợp tại Bằng Tường: đơn hàng thời vụ, mức tuyển dụng, và các cửa khẩu.",
            en: "The cooperation desk in Pingxiang: seasonal orders, how far they are filled, and the gates."
        ),
        discussion: String(
            examples: """
                cuakhau desk init /srv/desk --profile desk.yaml
                cuakhau desk run --home /srv/desk
                cuakhau desk order import orders.csv --publish --home /srv/desk
                cuakhau desk order change 2026-017 --seats 80 --reason 'a second field' --home /srv/desk
                cuakhau desk gate list --home /srv/desk
                cuakhau desk season --home /srv/desk
                """
        ),
        subcommands: [
            OfficeInitCommand<CooperationDesk>.self, OfficeRunCommand<CooperationDesk>.self, OfficeStatusCommand<CooperationDesk>.self,
            OfficeProblemCommand<CooperationDesk>.self, DeskOrderCommand.self, DeskGateCommand.self, DeskSeasonCommand.self,
            OfficeReferenceCommand<CooperationDesk>.self,
        ]
    )
}

extension CooperationDesk: OfficeProgram {
    init(home: OfficeHome) throws { self.init(settings: try home.settings(DeskSettings.self) ?? DeskSettings()) }

    static var settingsTemplate: String { DeskSettings.template }

    func statusLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] {
        try store.read { database in
            let orders = try DemandOrder.all(database)
            let shut = try ReferenceLists(database).gates(on: now.day()).filter {
                try GateCalendar(database).period(of: $0.id, at: now)?.state == .suspended
            }
            let counts: [(Wording, Int)] = [
                (Wording(vi: "đơn hàng đang tuyển", en: "orders that workers are sought for"), orders.count { $0.state.isOffered }),
                (Wording(vi: "đơn hàng nháp", en: "drafts"), orders.count { $0.state == .draft }),
                (Wording(vi: "cửa khẩu đang tạm dừng", en: "gates suspended now"), shut.count),
            ]
            return counts.map { "\($0[language]): \($1)" }
        }
    }
}
