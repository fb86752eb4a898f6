import Agencies
import ArgumentParser

/// `cuakhau bank loan`
struct BankLoanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loan",
        abstract: String(
            vi: "Hồ sơ vay vốn, từ danh sách của xã đến lần trả nợ cuối cùng.",
            en: "Loan files, from the commune's list to the last repayment."
        ),
        discussion: String(
            vi: """
                Trình tự của hồ sơ: xã lập danh sách, tiếp nhận, đủ hồ sơ (hoặc chưa đủ rồi tiếp nhận lại), thẩm định, phê duyệt hoặc không phê duyệt, ký \
                hợp đồng, giải ngân, trả nợ, tất toán. Việc không thể làm ở trạng thái hiện tại bị từ chối, và trạng thái được nêu rõ.
                """,
            en: """
                A file goes: listed, received, complete (or incomplete, and received again), appraised, approved or rejected, contracted, disbursed, repaid, \
                settled. What is not possible in its state is refused, and the state is named.
                """
        ),
        subcommands: [
            BankLoanImportCommand.self, BankLoanListCommand.self, BankLoanShowCommand.self, Receive.self, Appraise.self, Decide.self, Appeal.self,
            Withdraw.self, BankLoanContractCommand.self, BankLoanDisburseCommand.self, BankLoanRepayCommand.self, BankLoanReverseCommand.self,
            BankLoanRescheduleCommand.self, BankLoanHandleCommand.self,
        ]
    )

    struct Receive: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Giấy tờ của hồ sơ đã nộp và đã được kiểm tra.", en: "The papers came, and were looked through."),
            discussion: String(
                vi: """
                    Hồ sơ đủ thì bắt đầu tính thời hạn: mười ngày làm việc, hoặc theo office.yaml. Xã được báo giấy tờ còn thiếu.
                    """,
                en: """
                    Complete, they start the clock: ten working days, or as office.yaml says. The commune is told what is missing.
                    """,
                examples: """
                    cuakhau bank loan receive 01JD… --home /srv/bank
                    cuakhau bank loan receive 01JD… --missing passport --missing contract-copy --home /srv/bank
                    """
            )
        )

        @OptionGroup var file: LoanOptions

        @Option(
            help: ArgumentHelp(
                vi: "Một giấy tờ còn thiếu, theo mã của danh mục giấy tờ vay vốn; có thể nêu nhiều lần.",
                en: "A paper that is missing, as the code of the list of loan papers; can be repeated.",
                valueName: "code"
            )
        )
        var missing: [String] = []

        func run() throws { try file.act { try $0.receive(file.loan, missing: missing, in: $1) } }
    }

    struct Appraise: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Bắt đầu thẩm định hồ sơ đã đủ, hoặc đề nghị xem xét lại.",
                en: "Somebody begins to look into a complete file, or into an appeal."
            )
        )

        @OptionGroup var file: LoanOptions

        func run() throws { try file.act { try $0.appraise(file.loan, in: $1) } }
    }

    struct Decide: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Phê duyệt hoặc không phê duyệt hồ sơ đã đủ.", en: "Approve or reject a complete file."),
            discussion: String(
                vi: """
                    Không phê duyệt thì phải nêu lý do; trung tâm dịch vụ việc làm báo lại cho người vay, người vay có thể đề nghị xem xét lại.
                    """,
                en: """
                    A rejection says why; the employment service centre passes it on to the worker, who may appeal.
                    """,
                examples: """
                    cuakhau bank loan decide 01JD… approve --amount 40.000.000 --home /srv/bank
                    cuakhau bank loan decide 01JD… reject --reason 'chưa đủ điều kiện vay' --home /srv/bank
                    """
            )
        )

        enum Decision: String, CaseIterable, ExpressibleByArgument {
            case approve, reject
        }

        @OptionGroup var file: LoanOptions

        @Argument(help: ArgumentHelp(vi: "approve (phê duyệt) hoặc reject (không phê duyệt).", en: "approve or reject."))
        var decision: Decision

        @Option(help: ArgumentHelp(vi: "Lý do; bắt buộc khi không phê duyệt.", en: "Why; needed to reject."))
        var reason: String?

        @Option(
            help: ArgumentHelp(
                vi: "Số tiền phê duyệt; không nêu thì là toàn bộ số tiền xin vay.",
                en: "How much is approved; else all that was asked.",
                valueName: "đồng"
            )
        )
        var amount: AmountArgument?

        func validate() throws {
            guard decision == .approve || reason != nil else {
                throw ValidationError(
                    String(vi: "hãy nêu lý do bằng --reason: người vay được thông báo", en: "say why with --reason: the worker is told")
                )
            }
            guard decision == .approve || amount == nil else {
                throw ValidationError(String(vi: "--amount chỉ dùng với approve", en: "--amount goes with approve"))
            }
        }

        func run() throws {
            try file.act { rules, transaction in
                switch (decision, try reason.map { try LoanText(validating: $0) }) {
                case (.reject, let reason?): try rules.reject(file.loan, reason: reason, in: transaction)
                case (_, let reason): try rules.approve(file.loan, amount: amount?.amount, reason: reason, in: transaction)
                }
            }
        }
    }

    struct Appeal: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Người vay đề nghị xem xét lại; thời hạn được tính lại từ đầu.",
                en: "The worker does not agree with a rejection; the clock starts anew."
            )
        )

        @OptionGroup var file: LoanOptions

        @Option(help: ArgumentHelp(vi: "Ý kiến của người vay.", en: "What the worker says."))
        var reason: String

        func run() throws { try file.act { try $0.appeal(file.loan, reason: LoanText(validating: reason), in: $1) } }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Người vay không muốn vay nữa; chỉ được rút trước khi giải ngân.",
                en: "The worker does not want the loan any more; until the money is paid."
            )
        )

        @OptionGroup var file: LoanOptions

        @Option(help: ArgumentHelp(vi: "Lý do.", en: "Why."))
        var reason: String

        func run() throws { try file.act { try $0.withdraw(file.loan, reason: LoanText(validating: reason), in: $1) } }
    }
}
