import Agencies
import ArgumentParser

/// `cuakhau bank loan reverse`
struct BankLoanReverseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reverse",
        abstract: String(vi: "Đảo một bút toán thu nợ ghi nhầm.", en: "Take back a repayment that was entered by mistake."),
        discussion: String(
            vi: """
                Một bút toán ngược lại được ghi thêm: cả hai đều ở trong sổ kế toán, và khoản vay như chưa được trả lần đó. Sau đó ghi lần thu nợ đúng bằng \
                `loan repay`, nếu cần thì theo cùng số chứng từ.
                """,
            en: """
                A counter-entry takes it back: both stay in the ledger, and the loan stands as if it had not been paid. The right repayment is then entered with \
                `loan repay`, by the same voucher if need be.
                """,
            examples: """
                cuakhau bank loan reverse 01JD… --entry 2 --reason 'ghi nhầm số tiền' --officer 'Kế toán trưởng' --home /srv/bank
                """
        )
    )

    @OptionGroup var file: LoanOptions

    @Option(
        help: ArgumentHelp(
            vi: "Bút toán thu nợ, theo số thứ tự trong `loan show`.",
            en: "The repayment, as `loan show` numbers the loan's entries.",
            valueName: "number"
        )
    )
    var entry: Int

    @Option(help: ArgumentHelp(vi: "Lý do.", en: "Why."))
    var reason: String

    @Option(help: ArgumentHelp(vi: "Người có thẩm quyền chịu trách nhiệm.", en: "Which officer answers for it.", valueName: "name"))
    var officer: String

    func run() throws {
        try file.book { rules, transaction in
            let word = OfficerWord(reason: try LoanText(validating: reason), officer: try LoanText(validating: officer))
            return try rules.reverse(file.loan, entry: entry, word: word, in: transaction)
        }
    }
}
