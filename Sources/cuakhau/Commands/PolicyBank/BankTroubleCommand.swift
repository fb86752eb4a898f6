import Agencies
import ArgumentParser

/// `cuakhau bank trouble list|settle`
struct BankTroubleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trouble",
        abstract: String(
            vi: "Vướng mắc về khoản vay do các cơ quan của người lao động báo, cho đến khi giải quyết xong.",
            en: "What workers' offices told about trouble with a loan, until it is settled."
        ),
        subcommands: [List.self, Settle.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Các vướng mắc chờ giải quyết; có --all thì cả vướng mắc đã giải quyết.",
                en: "What waits for an answer; with --all also what is settled."
            )
        )

        @OptionGroup var reader: ReaderOption

        @OptionGroup var office: OfficeOptions<PolicyBank>

        @Flag(help: ArgumentHelp(vi: "Cả vướng mắc đã giải quyết.", en: "Also what is settled."))
        var all = false

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        private struct Line: Encodable {
            let loan_ref: String
            let category: String
            let text: String
            let settled_on: String?
            let answer: String?
        }

        func run() throws {
            let open = try office.open()
            let lines = try open.look(.loan, nil, reader) { _, database in
                try LoanTrouble.all(database, isSettled: all ? nil : false).map {
                    Line(loan_ref: $0.loanRef, category: $0.category, text: $0.text, settled_on: $0.settledOn, answer: $0.answer)
                }
            }
            if json {
                for line in lines { Terminal.write(try JSONLine.text(line)) }
                return
            }
            guard !lines.isEmpty else { return open.say(Wording(vi: "Không có vướng mắc nào.", en: "There is none.")) }
            var table = TextTable(
                Wording(vi: "HỒ SƠ|LOẠI|GIẢI QUYẾT|NỘI DUNG", en: "LOAN|KIND|SETTLED|TEXT")[open.language].split(separator: "|").map(String.init)
            )
            for line in lines { table.append([line.loan_ref, line.category, BankDays.text(line.settled_on, open.language), line.text]) }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Settle: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: String(vi: "Đã giải quyết: ghi kết quả.", en: "It is settled: say how."))

        @OptionGroup var file: LoanOptions

        @Option(
            help: ArgumentHelp(
                vi: "Chỉ vướng mắc thuộc loại này: delay, papers, amount, deposit, repayment hoặc other.",
                en: "Only what was told under this one: delay, papers, amount, deposit, repayment or other."
            )
        )
        var category: String?

        @Option(help: ArgumentHelp(vi: "Kết quả giải quyết.", en: "How it was settled."))
        var answer: String

        func run() throws {
            let open = try file.office.open()
            try open.write { try $0.settleTroubles(file.loan, category: category, answer: LoanText(validating: answer), in: $1) }
            open.say(Wording(vi: "Đã ghi kết quả giải quyết.", en: "Noted."))
        }
    }
}
