import Agencies
import ArgumentParser

/// `cuakhau labour survey`
struct LabourSurveyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: String(
            vi: "Kết quả khảo sát của các xã, phường: số người muốn đi, đã qua đào tạo, muốn vay vốn.",
            en: "What the communes found: who would go, has training, wants a loan."
        )
    )

    @Argument(help: ArgumentHelp(vi: "2026, 2026-H1, 2026-Q1 hoặc 2026-03.", en: "2026, 2026-H1, 2026-Q1 or 2026-03.", valueName: "period"))
    var period: String
    @OptionGroup var office: OfficeOptions<LabourOffice>

    func run() throws {
        let open = try office.open()
        var table = TextTable(
            open.language == .vi ? ["XÃ, PHƯỜNG", "MUỐN ĐI", "ĐÃ ĐÀO TẠO", "MUỐN VAY"] : ["COMMUNE", "WILLING", "TRAINED", "WANT A LOAN"]
        )
        for survey in try open.read({ try SupplySurvey.all(period: period, $1) }) {
            table.append([survey.commune] + [survey.willing, survey.trained, survey.wantLoan].map { $0 == 0 ? "< 5" : "\($0)" })
        }
        for line in table.lines { Terminal.write(line) }
    }
}
