import Agencies
import ArgumentParser

/// `cuakhau bank loan disburse`
struct BankLoanDisburseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disburse",
        abstract: "Pay what was approved out of one of the plan's funds.",
        discussion: """
            central is for workers under contract; national_employment, province and district are for job creation, and the last two draw on one line of \
            the plan. A line that has too little left is overspent only by an officer who says why; the ledger keeps both.

            Examples:
              cuakhau bank loan disburse 01JD… --fund central --home /srv/bank
              cuakhau bank loan disburse 01JD… --fund province --override 'công văn 12/2026' --officer 'Phó Giám đốc' --home /srv/bank
            """
    )

    @OptionGroup var file: LoanOptions

    @Option(help: "central, national_employment, province or district.")
    var fund: LoanFund

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
        try file.act { rules, transaction in
            var word: FundOverride?
            if let override, let officer {
                word = FundOverride(reason: try LoanText(validating: override), officer: try LoanText(validating: officer))
            }
            return try rules.disburse(file.loan, from: fund, firstDue: firstDue?.day, override: word, in: transaction)
        }
    }
}
