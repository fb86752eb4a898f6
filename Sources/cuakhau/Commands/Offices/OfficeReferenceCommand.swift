import Agencies
import ArgumentParser
import GRDB

/// `cuakhau OFFICE reference`; the labour hub's has `publish` besides.
struct OfficeReferenceCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reference",
            abstract: String(
                vi: "Các danh mục thay đổi theo thời gian: cửa khẩu, cơ quan, xã phường, huyện.",
                en: "The lists that change with time: gates, organisations, communes, districts."
            ),
            subcommands: [OfficeReferenceListCommand<Rules>.self, OfficeReferenceShowCommand<Rules>.self]
        )
    }
}

/// `cuakhau OFFICE reference list`
struct OfficeReferenceListCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list",
            abstract: String(
                vi: "Những phiên bản đã nhận, và hiệu lực của từng phiên bản.",
                en: "Which versions have come, and from when to when each is in force."
            ),
            discussion: String(
                vi: "Ngày trước phiên bản đầu tiên của một danh mục được xét theo danh mục có trong chương trình.",
                en: "A day before a list's first version is judged by what is in the program."
            )
        )
    }

    @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
    var json = false

    @OptionGroup var office: OfficeOptions<Rules>

    func run() throws {
        let open = try office.open()
        let versions = try open.read { _, database in try ReferenceLists(database).versions() }
        if json {
            for version in versions {
                let line = Line(
                    list: version.list,
                    version: version.version,
                    validFrom: version.validFrom.description,
                    validTo: version.validTo?.description
                )
                Terminal.write(try JSONLine.text(line))
            }
            return
        }
        guard !versions.isEmpty else {
            return open.say(Wording(vi: "Chưa có phiên bản nào: dùng danh mục trong chương trình.", en: "None has come: those in the program hold."))
        }
        let header = [
            Wording(vi: "danh mục", en: "list"), Wording(vi: "phiên bản", en: "version"), Wording(vi: "từ ngày", en: "from"),
            Wording(vi: "đến ngày", en: "to"),
        ]
        var table = TextTable(header.map { $0[open.language] })
        for version in versions {
            table.append([version.list, String(version.version), version.validFrom.written, version.validTo?.written ?? "–"])
        }
        for line in table.lines { Terminal.write(line) }
    }

    private struct Line: Encodable {
        let list: String
        let version: Int
        let validFrom: String
        /// Not there: until the next version.
        let validTo: String?
    }
}

/// `cuakhau OFFICE reference show`
struct OfficeReferenceShowCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: String(vi: "Những gì có hiệu lực vào một ngày.", en: "What is in force on a day."),
            discussion: String(
                examples: """
                    cuakhau \(Rules.kind.rawValue) reference show gates --home /srv/\(Rules.kind.rawValue)
                    cuakhau \(Rules.kind.rawValue) reference show districts --on 2025-06-30 --home /srv/\(Rules.kind.rawValue)
                    """
            )
        )
    }

    @Argument(
        help: ArgumentHelp(
            vi: "Một trong \(ReferenceUpdate.lists.joined(separator: ", ")).",
            en: "One of \(ReferenceUpdate.lists.joined(separator: ", ")).",
            valueName: "list"
        )
    )
    var list: String

    @Option(help: ArgumentHelp(vi: "Ngày, YYYY-MM-DD; nếu không nêu thì hôm nay.", en: "The day, YYYY-MM-DD; else today.", valueName: "day"))
    var on: String?

    @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
    var json = false

    @OptionGroup var office: OfficeOptions<Rules>

    func validate() throws {
        if let on, CalendarDay(on) == nil {
            throw ValidationError(String(vi: "--on là một ngày, ví dụ 2025-06-30", en: "--on is a day, as 2025-06-30"))
        }
    }

    func run() throws {
        let open = try office.open()
        let day = on.flatMap { CalendarDay($0) } ?? open.clock.now().day()
        let entries = try open.read { _, database in try ReferenceLists(database).entries(of: list, on: day) }
        for entry in entries {
            if json {
                let line = Line(
                    code: entry.code,
                    name: entry.nameVI,
                    validFrom: entry.validity.from?.description,
                    validTo: entry.validity.to?.description
                )
                Terminal.write(try JSONLine.text(line))
            } else {
                Terminal.write("\(entry.code)  \(entry.nameVI)")
            }
        }
        if entries.isEmpty, !json {
            open.say(Wording(vi: "Không có mục nào có hiệu lực ngày \(day.written).", en: "Nothing is in force on \(day)."))
        }
    }

    private struct Line: Encodable {
        let code: String
        let name: String
        let validFrom: String?
        let validTo: String?
    }
}
