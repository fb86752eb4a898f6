import Agencies
import ArgumentParser

/// `cuakhau desk order close`
struct DeskOrderCloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "A filled order is done with.",
        discussion: """
            An order that is not filled is cancelled, or expires the day after its season.

            Example:
              cuakhau desk order close 2026-017 --reason 'all have come' --home /srv/desk
            """
    )

    @Argument(help: ArgumentHelp("Its number or name.", valueName: "order"))
    var order: String

    @Option(help: ArgumentHelp("Why: at most 500 characters.", valueName: "text"))
    var reason: String

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func run() throws {
        let open = try office.open()
        open.say(DeskOrderText.outcome(try open.write { desk, transaction in try desk.close(order, reason: reason, in: transaction) }))
    }
}

/// `cuakhau desk order cancel`
struct DeskOrderCancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Nobody is wanted any more. A draft is thrown away without a word to anybody.",
        discussion: """
            Example:
              cuakhau desk order cancel 2026-017 --reason 'the harvest is lost' --home /srv/desk
            """
    )

    @Argument(help: ArgumentHelp("Its number or name.", valueName: "order"))
    var order: String

    @Option(help: ArgumentHelp("Why, for those who have planned by it: at most 500 characters.", valueName: "text"))
    var reason: String

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func run() throws {
        let open = try office.open()
        open.say(DeskOrderText.outcome(try open.write { desk, transaction in try desk.cancel(order, reason: reason, in: transaction) }))
    }
}
