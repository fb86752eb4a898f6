import Agencies
import ArgumentParser

/// `cuakhau checkpoint manifest list|show`
struct CheckpointManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: String(
            vi: "Người dự kiến xuất cảnh, theo mã: bao nhiêu người, bao nhiêu đã qua, và ai chưa đến.",
            en: "Who is expected, by token: how many, how many have left, and who has not come."
        ),
        discussion: String(
            vi: """
                Người không có trong danh sách nào vẫn qua như mọi người. Ở đây không biết tên của ai.
                """,
            en: """
                Whoever is on no manifest leaves as everybody does. Nobody's name is known here.
                """,
            examples: """
                cuakhau checkpoint manifest list --home /srv/huu-nghi
                cuakhau checkpoint manifest list --day 2025-10-24 --json --home /srv/huu-nghi
                cuakhau checkpoint manifest show 01K8E6Y3ZB4V7N2Q9M5T1R0WXC --officer 'Lan' --home /srv/huu-nghi
                """
        ),
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: String(vi: "Danh sách của hôm nay, hoặc của ngày khác.", en: "The manifests of today, or of other days.")
        )

        @Option(help: ArgumentHelp(vi: "Ngày khác, không phải hôm nay.", en: "Another day than today.", valueName: "day"))
        var day: String?

        @Flag(help: ArgumentHelp(vi: "Danh sách của mọi ngày còn lưu.", en: "The manifests of all days that are kept."))
        var all = false

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func validate() throws {
            guard day.map({ BorderTime.day($0) != nil }) ?? true else {
                throw ValidationError(
                    String(vi: "--day cần một ngày, ví dụ 2025-10-25 hoặc 25/10/2025", en: "--day is a day, as 2025-10-25 or 25/10/2025")
                )
            }
        }

        func run() throws {
            let open = try office.open()
            let today = try day.flatMap { BorderTime.day($0) } ?? open.today()
            let days = all ? CalendarDay(number: 0)...CalendarDay(number: 80_000) : today...today
            let manifests = try open.read { rules, database in try rules.manifests(days, database) }
            if json { return try manifests.forEach { Terminal.write(try JSONLine.text($0)) } }
            guard !manifests.isEmpty else { return open.say(Wording(vi: "Không có danh sách.", en: "There is no manifest.")) }
            let language = open.language
            var table = TextTable([
                Wording(vi: "NGÀY", en: "DAY")[language], Wording(vi: "DANH SÁCH", en: "MANIFEST")[language],
                Wording(vi: "DỰ KIẾN", en: "EXPECTED")[language], Wording(vi: "ĐÃ QUA", en: "DEPARTED")[language],
                Wording(vi: "KHÔNG ĐẾN", en: "NO-SHOW")[language],
            ])
            for manifest in manifests {
                table.append([
                    manifest.day, manifest.manifest, "\(manifest.expected)", "\(manifest.departed)", manifest.noShows.map { "\($0)" } ?? "–",
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: String(
                vi: "Các mã rút gọn trong một danh sách, và mã nào đã qua.",
                en: "A manifest's tokens, shortened, and which of them have passed."
            ),
            discussion: String(
                vi: "Mỗi mã là một con người; chỉ dùng cho công việc tại cửa khẩu này, không dùng vào việc khác.",
                en: "The tokens stand for people; they are for the work at this gate, and for nothing else."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Mã danh sách, xem `manifest list`.", en: "As `manifest list` names it.", valueName: "manifest"))
        var manifest: String

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var reader: ReaderOption

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func run() throws {
            let open = try office.open()
            let lines = try open.look(.manifest, manifest, reader) { rules, database in try rules.manifest(manifest, database) }
            if json { return try lines.forEach { Terminal.write(try JSONLine.text($0)) } }
            let language = open.language
            let (here, missing) = (Wording(vi: "đã qua", en: "departed")[language], Wording(vi: "chưa qua", en: "not yet")[language])
            var table = TextTable([
                Wording(vi: "MÃ", en: "TOKEN")[language], Wording(vi: "GIẤY TỜ", en: "DOCUMENT")[language],
                Wording(vi: "TRẠNG THÁI", en: "STATE")[language],
            ])
            for line in lines {
                let kind = DocumentKind(rawValue: line.documentKind) ?? .other
                table.append([line.token, kind.name[language], line.hasDeparted ? here : missing])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }
}
