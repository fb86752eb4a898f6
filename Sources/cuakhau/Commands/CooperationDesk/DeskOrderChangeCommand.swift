import Agencies
import ArgumentParser

/// `cuakhau desk order change`
struct DeskOrderChangeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Change an order's terms.",
        discussion: """
            What is not named stays. Seats are never below the workers accepted; a filled order gets no more seats: make another one. Terms that are again \
            those of its publication make it “published” again.

            Example:
              cuakhau desk order change 2026-017 --seats 80 --season-to 2027-04-15 --reason 'a second field' --home /srv/desk
            """
    )

    @Argument(help: ArgumentHelp("Its number or name.", valueName: "order"))
    var order: String

    @OptionGroup var terms: DeskTermsOptions

    @Option(help: ArgumentHelp("Why, for those who have planned by it: at most 500 characters.", valueName: "text"))
    var reason: String

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func run() throws {
        let change = try terms.change()
        let open = try office.open()
        let changed = try open.write { desk, transaction in try desk.change(order, change, reason: reason, in: transaction) }
        open.say(DeskOrderText.outcome(changed))
    }
}
