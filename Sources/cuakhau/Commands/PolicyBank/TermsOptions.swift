import Agencies
import ArgumentParser

/// How a loan is repaid, where it is not as the office's settings say.
struct TermsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(vi: "Số kỳ trả nợ bằng nhau; không nêu thì theo office.yaml.", en: "How many equal instalments; else as office.yaml says.")
    )
    var instalments: Int?

    @Option(
        help: ArgumentHelp(
            vi: "Số tháng giữa hai kỳ; không nêu thì theo office.yaml.",
            en: "How many months lie between them; else as office.yaml says."
        )
    )
    var everyMonths: Int?

    /// Nil: neither was said.
    func terms(_ usual: RepaymentTerms) throws(OfficeError) -> RepaymentTerms? {
        guard instalments != nil || everyMonths != nil else { return nil }
        return try RepaymentTerms(instalments: instalments ?? usual.instalments, months: everyMonths ?? usual.months)
    }
}
