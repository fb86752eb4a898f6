import Agencies
import ArgumentParser

/// `cuakhau desk order draft`
struct DeskOrderDraftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: String(vi: "Lập một đơn hàng chưa thông báo cho ai.", en: "Write an order that nobody is told of yet."),
        discussion: String(
            examples: """
                cuakhau desk order draft 2026-017 --employer longzhou-cane-3 --sector agriculture --seats 60 \\
                  --season-from 2026-11-01 --season-to 2027-03-31 --wage '150.00 CNY day' --hours-per-week 48 \\
                  --lodging employer --insurance employer --fee 'health_check 350000 VND employer' --gates 'HN CM' --home /srv/desk
                """
        )
    )

    @Argument(
        help: ArgumentHelp(
            vi: "Số trong sổ của Bàn phối hợp: 1 đến 32 ký tự A-Z a-z 0-9 . _ - /.",
            en: "Its number in the desk's register: 1 to 32 of A-Z a-z 0-9 . _ - /."
        )
    )
    var number: String

    @Option(help: ArgumentHelp(vi: "Người sử dụng lao động, theo sổ của Bàn phối hợp.", en: "The employer in the desk's own register."))
    var employer: String

    @Option(
        help: ArgumentHelp(
            vi: "Một trong: \(OrderWords.sectors.words.joined(separator: ", ")).",
            en: "One of \(OrderWords.sectors.words.joined(separator: ", ")).",
            valueName: "word"
        )
    )
    var sector: String

    @OptionGroup var terms: DeskTermsOptions

    @Flag(help: ArgumentHelp(vi: "Công bố ngay.", en: "Publish it at once."))
    var publish = false

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func validate() throws { _ = try wholeTerms() }

    func run() throws {
        let terms = try wholeTerms()
        let open = try office.open()
        let order = try open.write { desk, transaction in
            let draft = try desk.draft(terms, number: number, in: transaction)
            return publish ? try desk.publish(draft.id, in: transaction) : draft
        }
        open.say(DeskOrderText.outcome(order))
    }

    private func wholeTerms() throws -> OrderTerms {
        guard let sector = OrderWords.sectors.value(sector) else {
            throw ValidationError(
                String(
                    vi: "--sector là một trong: \(OrderWords.sectors.words.joined(separator: ", "))",
                    en: "--sector is one of \(OrderWords.sectors.words.joined(separator: ", "))"
                )
            )
        }
        return try terms.whole(employer: employer, sector: sector)
    }
}
