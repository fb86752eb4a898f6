import Agencies
import ArgumentParser

/// `cuakhau bank loan disburse`
struct BankLoanDisburseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disburse",
        abstract: "Pay what was approved out of one of the plan's funds.",
        discussion: """
            central is for workers under contract; national_employment, province and district are for job creation, and the last two draw on one line of \
            the plan. A line that has too little left is overspent only by an officer who says why; the ledger keeps both. Said again with the same voucher, it is \
            answered with what was entered.

            Examples:
              cuakhau bank loan disburse 01JD… --fund central --voucher PC-31 --home /srv/bank
              cuakhau bank loan disburse 01JD… --fund province --voucher PC-32 --override 'công văn 12/2026' --officer 'Phó Giám đốc' \\
                --home /srv/bank
            """
    )

    @OptionGroup var file: LoanOptions

    @Option(help: "central, national_employment, province or district.")
    var fund: LoanFund

    @Option(help: ArgumentHelp("The number of its paper, 1 to 40 characters without spaces.", valueName: "number"))
    var voucher: VoucherArgument

    @Option(help: ArgumentHelp("When the first instalment is due; else after as many months as lie between instalments.", valueName: "YYYY-MM-DD"))
    var firstDue: DayArgument?

    @Option(help: ArgumentHelp("Why the fund may be overspent.", valueName: "reason"))
    var override: String?

    @Option(help: ArgumentHelp("With --override: which officer decided that.", valueName: "name"))
    var officer: String?

    func validate() throws {
        guard (override == nil) == (officer == nil) else { throw ValidationError("--override and --officer go together") }
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
