import Agencies
import ArgumentParser

/// `cuakhau bank loan import`
struct BankLoanImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: String(
            vi: "Nhập danh sách bằng giấy của xã: nhập tất cả, hoặc không nhập gì.",
            en: "Take a commune's list that came on paper: all of it, or nothing."
        ),
        discussion: String(
            vi: """
                Tệp CSV dạng UTF-8 có các cột worker_ref, commune, programme (contract_workers hoặc job_creation), category và amount; phân cách bằng dấu phẩy \
                hoặc dấu chấm phẩy. Xã, phường theo danh mục của ngày lập danh sách. Mọi lỗi được nêu kèm số dòng, và khi có lỗi thì không có gì thay đổi. Hồ sơ \
                đã có được giữ nguyên.
                """,
            en: """
                A CSV file in UTF-8 with the columns worker_ref, commune, programme (contract_workers or job_creation), category and amount; commas or \
                semicolons. The communes are those of the reference list on the list's day. Every fault is told with its line, and then nothing is changed. What \
                is on file already is left as it is.
                """,
            examples: """
                cuakhau bank loan import danh-sach.csv --on 2026-03-02 --home /srv/bank
                cuakhau bank loan import - --home /srv/bank < danh-sach.csv
                """
        )
    )

    @Argument(help: ArgumentHelp(vi: "Tệp danh sách; - là đầu vào chuẩn.", en: "The list; - is standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp(vi: "Ngày lập danh sách; không nêu thì là hôm nay.", en: "The list's day; else today.", valueName: "YYYY-MM-DD"))
    var on: DayArgument?

    @OptionGroup var office: OfficeOptions<PolicyBank>

    func run() throws {
        let open = try office.open()
        let today = open.clock.now().day()
        let day = on?.day ?? today
        guard day <= today else {
            throw ValidationError(
                String(
                    vi: "--on là ngày trong tương lai: danh sách phải được lập rồi",
                    en: "--on is a day in the future: a list has been made already"
                )
            )
        }
        let communes = Set(try open.read { try ReferenceLists($1).communes(on: day) }.map(\.id))
        let rows = try open.rows(file, columns: LoanNeed.columns) { (row) throws(ImportFault) in
            (line: row.line, need: try LoanNeed(row, communes: communes, offices: open.rules.settings.communeOffices))
        }
        let outcomes = try open.write { try $0.list(rows, in: $1) }
        let (opened, updated, unchanged) = (outcomes[.opened] ?? 0, outcomes[.updated] ?? 0, outcomes[.unchanged] ?? 0)
        open.say(
            Wording(
                vi: "Hồ sơ mở mới: \(opened); cập nhật: \(updated); giữ nguyên: \(unchanged).",
                en: "Files opened: \(opened); brought up to date: \(updated); left as they were: \(unchanged)."
            )
        )
    }
}
