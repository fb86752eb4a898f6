import Agencies
import ArgumentParser

/// `cuakhau checkpoint alert issue|update|cancel|acknowledge|list`
struct CheckpointAlertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: String(
            vi: "Người đang qua biên giới ngoài cửa khẩu: để tìm thấy họ trước khi gặp nguy hiểm.",
            en: "People who are crossing away from a gate: so that they are found before they come to harm."
        ),
        discussion: String(
            vi: """
                Các trạm lân cận và công an được gọi; cơ quan ngoại vụ chuẩn bị. Các từ dùng theo CAP 1.2. Ghi chú có nội dung giống số giấy tờ sẽ bị từ chối.
                """,
            en: """
                Neighbouring posts and the police are called; foreign affairs prepares. The words are those of CAP 1.2. A note that holds what looks like the number of \
                a document is refused.
                """,
            examples: """
                cuakhau checkpoint alert issue --urgency immediate --severity severe --certainty likely --marker 1116-1118/2 --persons 9 --minors 2 --home DIR
                cuakhau checkpoint alert update 01K8E6Y3ZB4V7N2Q9M5T1R0WXC --reason "Đã thấy ở mốc 1117" --home DIR
                cuakhau checkpoint alert cancel 01K8E6Y3ZB4V7N2Q9M5T1R0WXC --reason "Mọi người an toàn" --home DIR
                cuakhau checkpoint alert list --home DIR
                """
        ),
        subcommands: [Issue.self, Update.self, Cancel.self, Acknowledge.self, CheckpointAlertListCommand.self]
    )

    struct Issue: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "issue", abstract: String(vi: "Phát cảnh báo.", en: "Call for help."))

        @Option(
            help: ArgumentHelp(
                vi: "Mức khẩn cấp: immediate (ngay lập tức), expected (sắp tới), future (trong tương lai), past (đã qua), unknown (chưa rõ).",
                en: "How soon to act: immediate, expected, future, past, unknown."
            )
        )
        var urgency: AlertUrgency

        @Option(
            help: ArgumentHelp(
                vi:
                    "Mức nguy hiểm đến tính mạng: extreme (đặc biệt nghiêm trọng), severe (nghiêm trọng), moderate (vừa), minor (nhẹ), unknown (chưa rõ).",
                en: "How great the threat to life is: extreme, severe, moderate, minor, unknown."
            )
        )
        var severity: AlertSeverity

        @Option(
            help: ArgumentHelp(
                vi:
                    "Mức chắc chắn: observed (đã quan sát thấy), likely (nhiều khả năng), possible (có thể), unlikely (ít khả năng), unknown (chưa rõ).",
                en: "How sure it is: observed, likely, possible, unlikely, unknown."
            )
        )
        var certainty: AlertCertainty

        @Option(
            help: ArgumentHelp(
                vi: "Ở đâu: một mốc biên giới hoặc một đoạn mốc, ví dụ 1116-1118/2.",
                en: "Where: a boundary marker, or a range of them, as 1116-1118/2.",
                valueName: "marker[-marker]"
            )
        )
        var marker: String?

        @Option(help: ArgumentHelp(vi: "Hoặc: mã xã, năm chữ số.", en: "Instead: the commune's code, five digits.", valueName: "code"))
        var commune: String?

        @Option(help: ArgumentHelp(vi: "Số người; 0: chưa rõ.", en: "How many people; 0: not known."))
        var persons = 0

        @Option(help: ArgumentHelp(vi: "Trong đó, số trẻ em.", en: "Of those, children."))
        var minors = 0

        @Option(
            help: ArgumentHelp(
                vi: "Trong đó, số người cần giúp ngay: bị thương, ốm, mang thai, cao tuổi.",
                en: "Of those, people who need help soon: hurt, ill, pregnant, old."
            )
        )
        var vulnerable = 0

        @Option(
            help: ArgumentHelp(
                vi: "Điều giúp tìm và giúp đỡ họ, tối đa 500 ký tự. Không ghi họ là ai.",
                en: "What helps to find and help them, at most 500 characters. Nothing about who they are.",
                valueName: "text"
            )
        )
        var note = ""

        @Option(
            help: ArgumentHelp(
                vi: "Hết hiệu lực khi nào: \(BorderTime.help.vi); nếu không nêu thì sau số giờ ghi trong office.yaml.",
                en: "When it lapses: \(BorderTime.help.en); else after the hours in office.yaml.",
                valueName: "time"
            )
        )
        var expires: String?

        @Flag(
            help: ArgumentHelp(
                vi: "Đây là vụ khác, không phải cảnh báo có cùng nội dung trong mười phút vừa qua.",
                en: "It is about other people than an alert of the last ten minutes with the same words."
            )
        )
        var again = false

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func validate() throws {
            guard (marker == nil) != (commune == nil) else {
                throw ValidationError(
                    String(vi: "hãy nêu địa điểm: --marker hoặc --commune, một trong hai", en: "say where: --marker or --commune, one of them")
                )
            }
            guard persons >= 0, minors >= 0, vulnerable >= 0 else {
                throw ValidationError(String(vi: "số người phải từ 0 trở lên", en: "counts are 0 or more"))
            }
        }

        func run() throws {
            let open = try office.open()
            let expires = try BorderTime.argument(expires, "--expires", today: open.today(), open.language)
            let range = (marker ?? "").split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let id = try open.write { rules, transaction in
                let alert = Alert(
                    urgency: urgency,
                    severity: severity,
                    certainty: certainty,
                    markerFrom: range.first ?? "",
                    markerTo: range.count > 1 ? range[1] : "",
                    commune: commune ?? "",
                    persons: persons,
                    minors: minors,
                    vulnerable: vulnerable,
                    note: note,
                    expires: try expires ?? rules.gatewayNow(in: transaction).adding(seconds: Int64(rules.settings.alertHours) * 3_600)
                )
                return try rules.issueAlert(alert, isAnother: again, in: transaction)
            }
            open.say(Wording(vi: "Đã phát cảnh báo \(id).", en: "Issued: alert \(id)."))
        }
    }

    struct Update: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "update", abstract: String(vi: "Có thay đổi.", en: "Something has changed."))

        @Argument(help: ArgumentHelp(vi: "Mã cảnh báo, xem `alert list`.", en: "As `alert list` names it.", valueName: "alert"))
        var alert: String

        @Option(
            help: ArgumentHelp(
                vi: "Thay đổi gì và vì sao, tối đa 500 ký tự.",
                en: "What is different and why, at most 500 characters.",
                valueName: "text"
            )
        )
        var reason: String

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func run() throws {
            let open = try office.open()
            try open.write { try $0.updateAlert(alert, reason: reason, in: $1) }
            open.say(Wording(vi: "Đã cập nhật cảnh báo.", en: "Updated."))
        }
    }

    struct Cancel: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "cancel", abstract: String(vi: "Kết thúc cảnh báo.", en: "It is over."))

        @Argument(help: ArgumentHelp(vi: "Mã cảnh báo, xem `alert list`.", en: "As `alert list` names it.", valueName: "alert"))
        var alert: String

        @Option(help: ArgumentHelp(vi: "Vì sao kết thúc, tối đa 500 ký tự.", en: "Why it is over, at most 500 characters.", valueName: "text"))
        var reason: String

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func run() throws {
            let open = try office.open()
            try open.write { try $0.cancelAlert(alert, reason: reason, in: $1) }
            open.say(Wording(vi: "Đã hủy cảnh báo.", en: "Cancelled."))
        }
    }

    struct Acknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "acknowledge",
            abstract: String(
                vi: "Trạm này đã thấy cảnh báo của trạm khác, và báo sẽ làm gì.",
                en: "This post has seen another one's alert, and says what it does."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Mã cảnh báo, xem `alert list`.", en: "As `alert list` names it.", valueName: "alert"))
        var alert: String

        @Option(
            help: ArgumentHelp(
                vi:
                    "seen (đã xem), on_the_way (đang trên đường), at_the_place (đã đến nơi), taken_over (đã tiếp quản) hoặc not_concerned (không thuộc trách nhiệm).",
                en: "seen, on_the_way, at_the_place, taken_over or not_concerned."
            )
        )
        var action: AlertAction = .seen

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func run() throws {
            let open = try office.open()
            try open.write { try $0.acknowledgeAlert(alert, action, in: $1) }
            open.say(Wording(vi: "Đã báo: \(action.name.vi).", en: "Told the post: \(action.name.en)."))
        }
    }
}
