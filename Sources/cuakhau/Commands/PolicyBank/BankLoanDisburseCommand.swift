import Agencies
import ArgumentParser

/// `cuakhau bank loan disburse`
struct BankLoanDisburseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disburse",
        abstract: String(
            vi: "Giải ngân số tiền đã phê duyệt từ một nguồn vốn của kế hoạch.",
            en: "Pay what was approved out of one of the plan's funds."
        ),
        discussion: String(
            vi: """
                central dành cho lao động đi làm việc theo hợp đồng; national_employment, province và district dành cho giải quyết việc làm, hai nguồn sau dùng \
                chung một khoản của kế hoạch. Khoản không còn đủ chỉ được chi vượt khi người có thẩm quyền nêu lý do; sổ kế toán lưu cả hai. Nhập lại cùng số \
                chứng từ thì được trả lời bằng bút toán đã ghi.
                """,
            en: """
                central is for workers under contract; national_employment, province and district are for job creation, and the last two draw on one line of \
                the plan. A line that has too little left is overspent only by an officer who says why; the ledger keeps both. Said again with the same voucher, it is \
                answered with what was entered.
                """,
            examples: """
                cuakhau bank loan disburse 01JD… --fund central --voucher PC-31 --home /srv/bank
                cuakhau bank loan disburse 01JD… --fund province --voucher PC-32 --override 'công văn 12/2026' --officer 'Phó Giám đốc' \\
                  --home /srv/bank
                """
        )
    )

    @OptionGroup var file: LoanOptions

    @Option(
        help: ArgumentHelp(vi: "central, national_employment, province hoặc district.", en: "central, national_employment, province or district.")
    )
    var fund: LoanFund

    @Option(
        help: ArgumentHelp(
            vi: "Số chứng từ, 1 đến 40 ký tự, không có khoảng trắng.",
            en: "The number of its paper, 1 to 40 characters without spaces.",
            valueName: "number"
        )
    )
    var voucher: VoucherArgument

    @Option(
        help: ArgumentHelp(
            vi: "Ngày trả nợ kỳ đầu; không nêu thì sau số tháng giữa hai kỳ.",
            en: "When the first instalment is due; else after as many months as lie between instalments.",
            valueName: "YYYY-MM-DD"
        )
    )
    var firstDue: DayArgument?

    @Option(help: ArgumentHelp(vi: "Lý do được chi vượt nguồn vốn.", en: "Why the fund may be overspent.", valueName: "reason"))
    var override: String?

    @Option(
        help: ArgumentHelp(
            vi: "Đi cùng --override: người có thẩm quyền quyết định.",
            en: "With --override: which officer decided that.",
            valueName: "name"
        )
    )
    var officer: String?

    func validate() throws {
        guard (override == nil) == (officer == nil) else {
            throw ValidationError(String(vi: "--override và --officer phải đi cùng nhau", en: "--override and --officer go together"))
        }
    }

    func run() throws {
        try file.book { rules, transaction in
            var word: OfficerWord?
            if let override, let officer {
                word = OfficerWord(reason: try LoanText(validating: override), officer: try LoanText(validating: officer))
            }
            return try rules.disburse(file.loan, from: fund, firstDue: firstDue?.day, voucher: voucher.voucher, override: word, in: transaction)
        }
    }
}
