import Agencies
import ArgumentParser

/// `cuakhau checkpoint gate open|limit|suspend|list`
struct CheckpointGateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: String(
            vi: "Cửa khẩu này mở hay đóng: thông báo cho mọi cơ quan, cả bàn phối hợp phía bên kia.",
            en: "Whether this gate is open: says it to all, the desk on the other side too."
        ),
        discussion: String(
            vi: """
                Các khoảng thời gian của một cửa khẩu không bao giờ chồng lên nhau. Trạng thái kéo dài đến khi có thông báo mới sẽ nhường chỗ cho trạng thái sau và tiếp tục \
                sau đó; mọi chồng lấn khác bị từ chối, và không có gì thay đổi.
                """,
            en: """
                The periods of a gate never overlap. One that stands until further notice makes room for a later one, and goes on after it; any other overlap is refused, and nothing is \
                changed.
                """,
            examples: """
                cuakhau checkpoint gate open --home /srv/huu-nghi
                cuakhau checkpoint gate suspend --from 12:00 --until 13:30 --note "Bảo trì cầu" --letter 31/TB-BP --home /srv/huu-nghi
                cuakhau checkpoint gate open --ends-current --home /srv/huu-nghi
                cuakhau checkpoint gate list --home /srv/huu-nghi
                """
        ),
        subcommands: [Open.self, Limit.self, Suspend.self, List.self]
    )

    /// What the three commands share.
    struct Change: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                vi: "Từ khi nào: \(BorderTime.help.vi); nếu không nêu thì từ bây giờ.",
                en: "From when: \(BorderTime.help.en); else from now.",
                valueName: "time"
            )
        )
        var from: String?

        @Option(
            help: ArgumentHelp(
                vi: "Đến khi nào; nếu không nêu thì đến khi có thông báo mới.",
                en: "Until when; else until further notice.",
                valueName: "time"
            )
        )
        var until: String?

        @Option(
            help: ArgumentHelp(
                vi: "Cho người chuẩn bị đi qua, tối đa 500 ký tự.",
                en: "For those who plan a journey, at most 500 characters.",
                valueName: "text"
            )
        )
        var note = ""

        @Option(help: ArgumentHelp(vi: "Số văn bản thông báo.", en: "The number of the letter that says so.", valueName: "number"))
        var letter = ""

        @Flag(
            help: ArgumentHelp(
                vi: "Trạng thái đang có vào lúc đó kết thúc tại đó, sớm hơn đã thông báo.",
                en: "The period that runs at that moment ends there, earlier than was announced."
            )
        )
        var endsCurrent = false

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func run(_ state: GateState) throws {
            let open = try office.open()
            let today = try open.today()
            let from = try BorderTime.argument(from, "--from", today: today, open.language)
            let until = try BorderTime.argument(until, "--until", today: today, open.language)
            let period = try open.write { rules, transaction in
                try rules.changeGate(
                    to: state,
                    from: from,
                    until: until,
                    note: note,
                    letter: letter,
                    endsCurrent: endsCurrent,
                    in: transaction
                )
            }
            open.say(
                Wording(
                    vi: "Cửa khẩu \(period.gate): \(period.state.name.vi), \(period.span(.vi)). Sẽ gửi tới cổng.",
                    en: "Gate \(period.gate): \(period.state.name.en), \(period.span(.en)). It will be sent to the gateway."
                )
            )
        }
    }

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "open", abstract: String(vi: "Mở cửa khẩu.", en: "The gate opens."))
        @OptionGroup var change: Change
        func run() throws { try change.run(.open) }
    }

    struct Limit: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "limit",
            abstract: String(
                vi: "Hạn chế người qua cửa khẩu; --note nêu rõ cách hạn chế.",
                en: "The gate lets fewer people through; --note says how."
            )
        )
        @OptionGroup var change: Change
        func run() throws { try change.run(.limited) }
    }

    struct Suspend: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "suspend",
            abstract: String(vi: "Tạm dừng cửa khẩu.", en: "The gate closes for a time.")
        )
        @OptionGroup var change: Change
        func run() throws { try change.run(.suspended) }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: String(
                vi: "Thông báo về cửa khẩu này và các cửa khẩu khác, từ bây giờ.",
                en: "What is said of this gate and of others, from now on."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        private struct Row: Encodable {
            let gate: String
            let state: String
            let from: String
            let until: String?
            let note: String
            let letter_ref: String
        }

        func run() throws {
            let open = try office.open()
            let periods = try open.read { rules, database in try rules.gatePeriods(ahead: rules.gatewayTime(open.clock.now(), database), database) }
            if json {
                for period in periods {
                    let row = Row(
                        gate: period.gate,
                        state: period.state.rawValue,
                        from: period.from.description,
                        until: period.until?.description,
                        note: period.note,
                        letter_ref: period.letter
                    )
                    Terminal.write(try JSONLine.text(row))
                }
                return
            }
            guard !periods.isEmpty else { return open.say(Wording(vi: "Chưa có thông báo nào.", en: "Nothing was announced.")) }
            let language = open.language
            var table = TextTable([
                Wording(vi: "CỬA KHẨU", en: "GATE")[language], Wording(vi: "TRẠNG THÁI", en: "STATE")[language],
                Wording(vi: "THỜI GIAN", en: "PERIOD")[language], Wording(vi: "GHI CHÚ", en: "NOTE")[language],
            ])
            for period in periods { table.append([period.gate, period.state.name[language], period.span(language), period.note]) }
            for line in table.lines { Terminal.write(line) }
        }
    }
}
