import Agencies
import ArgumentParser

/// `cuakhau bank loan`
struct BankLoanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "loan",
        abstract: "Loan files, from the commune's list to the last repayment.",
        discussion: """
            A file goes: listed, received, complete (or incomplete, and received again), appraised, approved or rejected, contracted, disbursed, repaid, \
            settled. What is not possible in its state is refused, and the state is named.
            """,
        subcommands: [
            BankLoanImportCommand.self, BankLoanListCommand.self, BankLoanShowCommand.self, Receive.self, Appraise.self, Decide.self, Appeal.self,
            Withdraw.self, BankLoanContractCommand.self, BankLoanDisburseCommand.self, BankLoanRepayCommand.self, BankLoanReverseCommand.self,
            BankLoanRescheduleCommand.self, BankLoanHandleCommand.self,
        ]
    )

    struct Receive: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The papers came, and were looked through.",
            discussion: """
                Complete, they start the clock: ten working days, or as office.yaml says. The commune is told what is missing.

                Examples:
                  cuakhau bank loan receive 01JD… --home /srv/bank
                  cuakhau bank loan receive 01JD… --missing passport --missing contract-copy --home /srv/bank
                """
        )

        @OptionGroup var file: LoanOptions

        @Option(help: ArgumentHelp("A paper that is missing, as the code of the list of loan papers; can be repeated.", valueName: "code"))
        var missing: [String] = []

        func run() throws { try file.act { try $0.receive(file.loan, missing: missing, in: $1) } }
    }

    struct Appraise: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Somebody begins to look into a complete file, or into an appeal.")

        @OptionGroup var file: LoanOptions

        func run() throws { try file.act { try $0.appraise(file.loan, in: $1) } }
    }

    struct Decide: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve or reject a complete file.",
            discussion: """
                A rejection says why; the employment service centre passes it on to the worker, who may appeal.

                Examples:
                  cuakhau bank loan decide 01JD… approve --amount 40.000.000 --home /srv/bank
                  cuakhau bank loan decide 01JD… reject --reason 'chưa đủ điều kiện vay' --home /srv/bank
                """
        )

        enum Decision: String, CaseIterable, ExpressibleByArgument {
            case approve, reject
        }

        @OptionGroup var file: LoanOptions

        @Argument(help: "approve or reject.")
        var decision: Decision

        @Option(help: "Why; needed to reject.")
        var reason: String?

        @Option(help: ArgumentHelp("How much is approved; else all that was asked.", valueName: "đồng"))
        var amount: AmountArgument?

        func validate() throws {
            guard decision == .approve || reason != nil else { throw ValidationError("say why with --reason: the worker is told") }
            guard decision == .approve || amount == nil else { throw ValidationError("--amount goes with approve") }
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
        static let configuration = CommandConfiguration(abstract: "The worker does not agree with a rejection; the clock starts anew.")

        @OptionGroup var file: LoanOptions

        @Option(help: "What the worker says.")
        var reason: String

        func run() throws { try file.act { try $0.appeal(file.loan, reason: LoanText(validating: reason), in: $1) } }
    }

    struct Withdraw: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The worker does not want the loan any more; until the money is paid.")

        @OptionGroup var file: LoanOptions

        @Option(help: "Why.")
        var reason: String

        func run() throws { try file.act { try $0.withdraw(file.loan, reason: LoanText(validating: reason), in: $1) } }
    }
}
