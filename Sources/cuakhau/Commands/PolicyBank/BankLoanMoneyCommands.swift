import Agencies
import ArgumentParser

/// `cuakhau bank loan contract`
struct BankLoanContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract",
        abstract: "The loan contract is concluded.",
        discussion: """
            Example:
              cuakhau bank loan contract 01JD… --instalments 6 --every-months 2 --home /srv/bank
            """
    )

    @OptionGroup var file: LoanOptions
    @OptionGroup var terms: TermsOptions

    func run() throws { try file.act { try $0.conclude(file.loan, terms: terms.terms($0.settings.terms), in: $1) } }
}

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

/// `cuakhau bank loan repay`
struct BankLoanRepayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repay",
        abstract: "Money came back.",
        discussion: """
            It is counted against the oldest instalments. The last đồng settles the loan.

            Example:
              cuakhau bank loan repay 01JD… --amount 5.000.000 --on 2026-03-02 --home /srv/bank
            """
    )

    @OptionGroup var file: LoanOptions

    @Option(help: ArgumentHelp("How much, as 5000000 or 5.000.000; more than zero.", valueName: "đồng"))
    var amount: AmountArgument

    @Option(help: ArgumentHelp("When it was paid; else today.", valueName: "YYYY-MM-DD"))
    var on: DayArgument?

    func run() throws { try file.act { try $0.repay(file.loan, amount.amount, on: on?.day, in: $1) } }
}

/// `cuakhau bank loan reschedule`
struct BankLoanRescheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reschedule",
        abstract: "Give an overdue loan another schedule for what is still owed."
    )

    @OptionGroup var file: LoanOptions
    @OptionGroup var terms: TermsOptions

    @Option(help: ArgumentHelp("When the first instalment is due; else after as many months as lie between instalments.", valueName: "YYYY-MM-DD"))
    var firstDue: DayArgument?

    @Option(help: "Why.")
    var reason: String

    func run() throws {
        try file.act { rules, transaction in
            try rules.reschedule(
                file.loan,
                terms: terms.terms(rules.settings.terms),
                firstDue: firstDue?.day,
                reason: LoanText(validating: reason),
                in: transaction
            )
        }
    }
}

/// `cuakhau bank loan handle`
struct BankLoanHandleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handle",
        abstract: "Hand an overdue debt to the procedure for debts that cannot be recovered; it stays in the ledger."
    )

    @OptionGroup var file: LoanOptions

    @Option(help: "Why.")
    var reason: String

    func run() throws { try file.act { try $0.handle(file.loan, reason: LoanText(validating: reason), in: $1) } }
}
