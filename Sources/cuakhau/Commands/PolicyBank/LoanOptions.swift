import Agencies
import ArgumentParser

/// Which loan, at which office: what every command on a file begins with.
struct LoanOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(vi: "Hồ sơ, theo mã trong `loan list`.", en: "The file, as `loan list` names it.", valueName: "loan_ref"))
    var loan: String

    @OptionGroup var office: OfficeOptions<PolicyBank>

    /// Carries out a decision on the file, and says where it stands now.
    func act(_ body: (PolicyBank, OfficeTransaction) throws -> Loan) throws {
        let open = try office.open()
        Self.say(try open.write(body), open)
    }

    /// Carries out a movement of the loan's money, and says what is in the ledger now, also where it was before.
    func book(_ body: (PolicyBank, OfficeTransaction) throws -> Booking) throws {
        let open = try office.open()
        let booking = try open.write(body)
        let line = BankEntries.text(booking.entry, open.language)
        open.say(
            booking.isRepeat
                ? Wording(vi: "Đã ghi sổ từ trước: \(line).", en: "Entered already: \(line).")
                : Wording(vi: "Đã ghi sổ: \(line).", en: "Entered: \(line).")
        )
        Self.say(booking.loan, open)
    }

    private static func say(_ loan: Loan, _ open: OpenOffice<PolicyBank>) {
        open.say(
            Wording(
                vi: "Hồ sơ \(loan.loanRef): “\(loan.state.name.vi)”" + (loan.isDecisionPending ? until(loan, .vi) : "."),
                en: "Loan \(loan.loanRef): “\(loan.state.name.en)”" + (loan.isDecisionPending ? until(loan, .en) : ".")
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
