import Agencies
import ArgumentParser

/// `cuakhau OFFICE reading list`
struct OfficeReadingCommand<Rules: OfficeProgram>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reading",
            abstract: String(vi: "Ai của cơ quan đã xem gì về người lao động.", en: "Who of the office looked at what is about persons."),
            subcommands: [List.self]
        )
    }

    struct List: ParsableCommand {
        static var configuration: CommandConfiguration {
            CommandConfiguration(
                commandName: "list",
                abstract: String(
                    vi: "Các lần xem trong năm năm, cũ nhất trước, và chuỗi băm có nguyên vẹn không.",
                    en: "The readings of five years, oldest first, and whether their chain holds."
                ),
                discussion: String(
                    vi: """
                        Mỗi dòng giữ mã băm của dòng trước. Hãy ghi mã băm cuối ở nơi khác: khi đó một chuỗi bị làm lại cũng lộ ra. Nếu chuỗi bị đứt, lệnh kết thúc với mã \
                        65 và cho biết chỗ đứt.
                        """,
                    en: """
                        Each reading holds the digest of the one before. Write the last digest down elsewhere: then a chain that was made anew shows too. Where the chain does \
                        not hold, the command ends with 65, and says where.
                        """
                )
            )
        }

        @Option(help: ArgumentHelp(vi: "Chỉ của cán bộ này.", en: "Only those of this officer.", valueName: "name"))
        var officer: String?

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: OfficeOptions<Rules>

        private struct Row: Encodable {
            let number: Int
            let at: String
            let officer: String
            let kind: String
            let id: String?
            let digest: String
        }

        func run() throws {
            let open = try office.open()
            let chain = try open.read { _, database in try Reading.all(database) }
            var table = TextTable(
                open.language == .vi ? ["SỐ", "LÚC", "CÁN BỘ", "LOẠI", "NỘI DUNG"] : ["NUMBER", "AT", "OFFICER", "KIND", "WHAT"]
            )
            for reading in chain where officer == nil || reading.officer == officer {
                if json {
                    let row = Row(
                        number: reading.number,
                        at: "\(reading.at)",
                        officer: reading.officer,
                        kind: reading.kind.rawValue,
                        id: reading.id,
                        digest: reading.digestText
                    )
                    Terminal.write(try JSONLine.text(row))
                } else {
                    table.append([
                        "\(reading.number)", reading.at.onBothClocks, ShownText.plain(reading.officer), reading.kind.name[open.language],
                        reading.id ?? "",
                    ])
                }
            }
            if !json {
                for line in table.lines { Terminal.write(line) }
                if let last = chain.last {
                    let digest = last.digestText
                    open.say(Wording(vi: "Mã băm cuối: \(digest)", en: "The last digest: \(digest)"))
                }
            }
            guard let fault = Reading.firstFault(in: chain) else { return }
            throw CommandFailure(
                .dataError,
                Wording(
                    vi: "nhật ký đọc bị đứt ở số \(fault): đã có dòng bị sửa hoặc bị xoá",
                    en: "the chain does not hold at number \(fault): something was changed or removed"
                )[open.language]
            )
        }
    }
}
