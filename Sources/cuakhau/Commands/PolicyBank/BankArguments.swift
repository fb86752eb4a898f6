public import Agencies
public import ArgumentParser

extension LoanState: ExpressibleByArgument {}
extension LoanFund: ExpressibleByArgument {}

/// A day on the command line, `YYYY-MM-DD`.
struct DayArgument: ExpressibleByArgument {
    let day: CalendarDay

    init?(argument: String) {
        guard let day = CalendarDay(argument) else { return nil }
        self.day = day
    }
}

/// An amount in đồng on the command line, `1250000` or `1.250.000`; more than zero.
struct AmountArgument: ExpressibleByArgument {
    let amount: VND

    init?(argument: String) {
        guard let amount = VND(argument), amount > .zero else { return nil }
        self.amount = amount
    }
}

/// How a loan is repaid, where it is not as the office's settings say.
struct TermsOptions: ParsableArguments {
    @Option(help: "How many equal instalments; else as office.yaml says.")
    var instalments: Int?

    @Option(help: "How many months lie between them; else as office.yaml says.")
    var everyMonths: Int?

    /// Nil: neither was said.
    func terms(_ usual: RepaymentTerms) throws(OfficeError) -> RepaymentTerms? {
        guard instalments != nil || everyMonths != nil else { return nil }
        return try RepaymentTerms(instalments: instalments ?? usual.instalments, months: everyMonths ?? usual.months)
    }
}

/// Which loan, at which office: what every command on a file begins with.
struct LoanOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The file, as `loan list` names it.", valueName: "loan_ref"))
    var loan: String

    @OptionGroup var office: OfficeOptions<PolicyBank>

    /// Carries out a decision on the file, and says where it stands now.
    func act(_ body: (PolicyBank, OfficeTransaction) throws -> Loan) throws {
        let open = try office.open()
        let loan = try open.write(body)
        open.say(
            Wording(
                vi: "Hồ sơ \(loan.loanRef): “\(loan.state.name.vi)”" + (loan.isDecisionPending ? Self.until(loan, .vi) : "."),
                en: "Loan \(loan.loanRef): “\(loan.state.name.en)”" + (loan.isDecisionPending ? Self.until(loan, .en) : ".")
            )
        )
    }

    private static func until(_ loan: Loan, _ language: Language) -> String {
        guard let day = loan.decideBy else { return "." }
        return Wording(vi: ", quyết định chậm nhất ngày \(day.written).", en: ", to be decided by \(day).")[language]
    }
}

extension Loan {
    var isDecisionPending: Bool { LoanState.undecided.contains(state) }
}
