import Agencies
import ArgumentParser

/// `cuakhau bank loan reschedule`
struct BankLoanRescheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reschedule",
        abstract: String(
            vi: "Cơ cấu lại thời hạn trả nợ cho phần dư nợ của khoản vay quá hạn.",
            en: "Give an overdue loan another schedule for what is still owed."
        )
    )

    @OptionGroup var file: LoanOptions
    @OptionGroup var terms: TermsOptions

    @Option(
        help: ArgumentHelp(
            vi: "Ngày trả nợ kỳ đầu; không nêu thì sau số tháng giữa hai kỳ.",
            en: "When the first instalment is due; else after as many months as lie between instalments.",
            valueName: "YYYY-MM-DD"
        )
    )
    var firstDue: DayArgument?

    @Option(help: ArgumentHelp(vi: "Lý do.", en: "Why."))
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
