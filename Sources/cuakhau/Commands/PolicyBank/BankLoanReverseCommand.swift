import Agencies
import ArgumentParser

/// `cuakhau bank loan reverse`
struct BankLoanReverseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse",
        abstract: "Take back a repayment that was entered by mistake.",
        discussion: """
            A counter-entry takes it back: both stay in the ledger, and the loan stands as if it had not been paid. The right repayment is then entered with \
            `loan repay`, by the same voucher if need be.

            Example:
              cuakhau bank loan reverse 01JD… --entry 2 --reason 'ghi nhầm số tiền' --officer 'Kế toán trưởng' --home /srv/bank
            """
    )

    @OptionGroup var file: LoanOptions

    @Option(help: ArgumentHelp("The repayment, as `loan show` numbers the loan's entries.", valueName: "number"))
    var entry: Int

    @Option(help: "Why.")
    var reason: String

    @Option(help: ArgumentHelp("Which officer answers for it.", valueName: "name"))
    var officer: String

    func run() throws {
        try file.book { rules, transaction in
            let word = OfficerWord(reason: try LoanText(validating: reason), officer: try LoanText(validating: officer))
            return try rules.reverse(file.loan, entry: entry, word: word, in: transaction)
        }
    }
}
