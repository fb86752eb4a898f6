import Agencies
import ArgumentParser

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
