import Agencies
import ArgumentParser

/// `cuakhau bank loan contract`
struct BankLoanContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract",
        abstract: String(vi: "Đã ký hợp đồng tín dụng.", en: "The loan contract is concluded."),
        discussion: String(
            examples: """
                cuakhau bank loan contract 01JD… --instalments 6 --every-months 2 --home /srv/bank
                """
        )
    )

    @OptionGroup var file: LoanOptions
    @OptionGroup var terms: TermsOptions

    func run() throws { try file.act { try $0.conclude(file.loan, terms: terms.terms($0.settings.terms), in: $1) } }
}
