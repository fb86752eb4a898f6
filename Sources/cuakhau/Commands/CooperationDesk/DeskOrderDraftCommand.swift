import Agencies
import ArgumentParser

/// `cuakhau desk order draft`
struct DeskOrderDraftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draft",
        abstract: "Write an order that nobody is told of yet.",
        discussion: """
            Example:
              cuakhau desk order draft 2026-017 --employer longzhou-cane-3 --sector agriculture --seats 60 \\
                --season-from 2026-11-01 --season-to 2027-03-31 --wage '150.00 CNY day' --hours-per-week 48 \\
                --lodging employer --insurance employer --fee 'health_check 350000 VND employer' --gates 'HN CM' --home /srv/desk
            """
    )

    @Argument(help: "Its number in the desk's register: 1 to 32 of A-Z a-z 0-9 . _ - /.")
    var number: String

    @Option(help: "The employer in the desk's own register.")
    var employer: String

    @Option(help: ArgumentHelp("One of \(OrderWords.sectors.words.joined(separator: ", ")).", valueName: "word"))
    var sector: String

    @OptionGroup var terms: DeskTermsOptions

    @Flag(help: "Publish it at once.")
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
            throw ValidationError("--sector is one of \(OrderWords.sectors.words.joined(separator: ", "))")
        }
        return try terms.whole(employer: employer, sector: sector)
    }
}
