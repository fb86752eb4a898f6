import Agencies
import ArgumentParser
import Foundation

/// `cuakhau affairs reading`
struct AffairsReadingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reading",
        abstract: "Who of the office looked at a case, a voice or the list of workers who are not back.",
        subcommands: [List.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The readings of five years, oldest first, and whether their chain holds.",
            discussion: """
                Each reading holds the digest of the one before. Write the last digest down elsewhere: then a chain that was made anew shows too. Where the chain does not hold, the \
                command ends with 65, and says where.
                """
        )

        @Option(help: ArgumentHelp("Only those of this officer.", valueName: "name"))
        var officer: String?

        @Flag(help: "One JSON object a line.")
        var json = false

        @OptionGroup var office: AffairsOptions

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
                        digest: Self.hexadecimal(reading.digest)
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
                    let digest = Self.hexadecimal(last.digest)
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

        private static func hexadecimal(_ bytes: Data) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
