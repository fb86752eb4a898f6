import Agencies
import ArgumentParser

/// `cuakhau checkpoint alert list`
struct CheckpointAlertListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: String(
            vi: "Các cảnh báo của trạm này và của trạm khác, và đơn vị nào đã trả lời.",
            en: "The alerts of this post and of others, and who has answered."
        ),
        discussion: String(
            vi: "Cơ quan ngoại vụ và công an thấy chúng qua cổng; trạm đã phát được nhắc cho đến khi có đơn vị trả lời.",
            en: "Foreign affairs and the police see them at the gateway; a post that issued one is called until somebody answers."
        )
    )

    @Flag(help: ArgumentHelp(vi: "Cả những cảnh báo đã kết thúc.", en: "Also what is over."))
    var all = false

    @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
    var json = false

    @OptionGroup var office: OfficeOptions<CheckpointOffice>

    private struct Row: Encodable {
        struct Acknowledgement: Encodable {
            let principal: String
            let action: String
            let at: String
        }

        let alert_id: String
        let state: String
        let is_own: Bool
        let urgency: String
        let severity: String
        let certainty: String
        let marker_from: String
        let marker_to: String
        let commune: String
        let persons: Int
        let minors: Int
        let vulnerable: Int
        let note: String
        let expires: String
        let reasons: [String]
        let acknowledgements: [Acknowledgement]

        init(_ known: KnownAlert) {
            alert_id = known.id
            state = known.state.rawValue
            is_own = known.isOwn
            urgency = known.alert.urgency.rawValue
            severity = known.alert.severity.rawValue
            certainty = known.alert.certainty.rawValue
            marker_from = known.alert.markerFrom
            marker_to = known.alert.markerTo
            commune = known.alert.commune
            persons = known.alert.persons
            minors = known.alert.minors
            vulnerable = known.alert.vulnerable
            note = known.alert.note
            expires = known.alert.expires.description
            reasons = known.reasons
            acknowledgements = known.acknowledgements.map {
                Acknowledgement(principal: $0.principal, action: $0.action.rawValue, at: $0.at.description)
            }
        }
    }

    func run() throws {
        let open = try office.open()
        let alerts = try open.read { rules, database in try rules.alerts(includingOver: all, database) }
        if json { return try alerts.forEach { Terminal.write(try JSONLine.text(Row($0))) } }
        guard !alerts.isEmpty else { return open.say(Wording(vi: "Không có cảnh báo nào.", en: "There is no alert.")) }
        for known in alerts {
            for line in Self.lines(known, open.language) { Terminal.write(line) }
        }
    }

    private static func lines(_ known: KnownAlert, _ language: Language) -> [String] {
        let alert = known.alert
        let place =
            alert.commune.isEmpty
            ? Wording(vi: "mốc", en: "markers")[language] + " " + [alert.markerFrom, alert.markerTo].filter { !$0.isEmpty }.joined(separator: "–")
            : Wording(vi: "xã", en: "commune")[language] + " " + alert.commune
        let people =
            alert.persons == 0
            ? Wording(vi: "chưa rõ số người", en: "number of people not known")
            : Wording(
                vi: "\(alert.persons) người, \(alert.minors) trẻ em, \(alert.vulnerable) người cần giúp ngay",
                en: "\(alert.persons) people, \(alert.minors) children, \(alert.vulnerable) who need help soon"
            )
        let words = [alert.urgency.name[language], alert.severity.name[language], alert.certainty.name[language]].joined(separator: " · ")
        var lines = [
            "\(known.id)  \(known.state.name[language])\(known.isOwn ? "" : Wording(vi: " (trạm khác)", en: " (another post's)")[language])",
            "  \(place) · \(people[language]) · \(words)",
            "  \(Wording(vi: "hết hiệu lực", en: "lapses")[language]) \(alert.expires.onBothClocks)",
        ]
        if !alert.note.isEmpty { lines.append("  \(ShownText.plain(alert.note))") }
        lines += known.reasons.map { "  – \(ShownText.plain($0))" }
        lines += known.acknowledgements.map { "  ✓ \($0.principal): \($0.action.name[language]), \($0.at.onBothClocks)" }
        return lines
    }
}
