import Agencies
import ArgumentParser
import Contracts

/// `cuakhau affairs alert`
struct AffairsAlertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: String(
            vi: "Cảnh báo về người qua biên giới ngoài cửa khẩu: số người và mức khẩn cấp, không bao giờ nêu vị trí trên đường biên.",
            en: "Alerts of people crossing away from a gate: counts and urgency, never the place along the line."
        ),
        subcommands: [List.self, Acknowledge.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Các cảnh báo còn hiệu lực, sắp hết hạn ở trên.",
                en: "The alerts that are in force, the ones that lapse first at the top."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Cả những cảnh báo đã kết thúc; được lưu 30 ngày.", en: "Those that are over too; they are kept for 30 days."))
        var all = false

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: AffairsOptions

        private struct Row: Encodable {
            let alert_id: String
            let state: String
            let status: String
            let urgency: String
            let severity: String
            let certainty: String
            let commune: String
            let persons: Int
            let minors: Int
            let vulnerable: Int
            let expires: String
            let acknowledged_at: String?
            let action: String?
            let officer: String?
        }

        func run() throws {
            let open = try office.open()
            let now = open.clock.now()
            let alerts = try open.read { _, database in try HeardAlert.list(database, at: now, includingPast: all) }
            if json {
                for alert in alerts { Terminal.write(try JSONLine.text(Self.row(alert, now))) }
                return
            }
            guard !alerts.isEmpty else { return open.say(Wording(vi: "Không có cảnh báo nào.", en: "There are no alerts.")) }
            let language = open.language
            var table = TextTable(
                language == .vi
                    ? ["CẢNH BÁO", "TRẠNG THÁI", "KHẨN CẤP · NGHIÊM TRỌNG · CHẮC CHẮN", "SỐ NGƯỜI", "TRẺ EM", "CẦN GIÚP", "HẾT HẠN"]
                    : ["ALERT", "STATE", "URGENCY · SEVERITY · CERTAINTY", "PEOPLE", "MINORS", "VULNERABLE", "EXPIRES"]
            )
            for alert in alerts {
                let words = [
                    AffairsWords.urgencies.name(alert.urgency), AffairsWords.severities.name(alert.severity),
                    AffairsWords.certainties.name(alert.certainty),
                ]
                table.append([
                    alert.id, alert.state(at: now).name[language], words.map { $0[language] }.joined(separator: " · "),
                    alert.persons == 0 ? "" : "\(alert.persons)", "\(alert.minors)", "\(alert.vulnerable)", alert.expires.onBothClocks,
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }

        private static func row(_ alert: HeardAlert, _ now: UTCTime) -> Row {
            Row(
                alert_id: alert.id,
                state: alert.state(at: now).rawValue,
                status: alert.status,
                urgency: alert.urgency,
                severity: alert.severity,
                certainty: alert.certainty,
                commune: alert.commune,
                persons: alert.persons,
                minors: alert.minors,
                vulnerable: alert.vulnerable,
                expires: "\(alert.expires)",
                acknowledged_at: alert.acknowledgedAt?.description,
                action: alert.action,
                officer: alert.officer
            )
        }
    }

    struct Acknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ack",
            abstract: String(
                vi: "Báo rằng cơ quan đã xem cảnh báo và sẽ làm gì: đồn thôi gọi.",
                en: "Say that this office has seen an alert, and what it does: the post stops calling."
            ),
            discussion: String(
                examples: """
                    cuakhau affairs alert ack 01JAVD5E5Z3X8V9R2M4N6P7Q8T --officer 'Lan' --action seen --home /srv/affairs
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Cảnh báo, như `alert list` nêu.", en: "The alert, as `alert list` shows it.", valueName: "alert"))
        var id: String

        @Option(
            help: ArgumentHelp(
                vi: "Việc sẽ làm: \(AffairsArguments.help(AffairsWords.actions)).",
                en: "What is done about it: \(AffairsArguments.help(AffairsWords.actions)).",
                valueName: "word"
            ),
            transform: { try AffairsArguments.word($0, of: AffairsWords.actions) }
        )
        var action: Langson_Alert_V1_AlertAction

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            let alert = try open.write { try $0.acknowledgeAlert(id, officer: who.officer, action: action, in: $1) }
            open.say(Wording(vi: "\(alert.id): \(alert.state.name.vi)", en: "\(alert.id): \(alert.state.name.en)"))
        }
    }
}
