import Agencies
import ArgumentParser

/// `cuakhau bank loan handle`
struct BankLoanHandleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handle",
        abstract: String(
            vi: "Chuyển khoản nợ quá hạn sang quy trình xử lý nợ không thu hồi được; khoản nợ vẫn ở trong sổ kế toán.",
            en: "Hand an overdue debt to the procedure for debts that cannot be recovered; it stays in the ledger."
        )
    )

    @OptionGroup var file: LoanOptions

    @Option(help: ArgumentHelp(vi: "Lý do.", en: "Why."))
    var reason: String

    func run() throws { try file.act { try $0.handle(file.loan, reason: LoanText(validating: reason), in: $1) } }
}
