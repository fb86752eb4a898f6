import ArgumentParser

/// `cuakhau desk order`
struct DeskOrderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Orders for seasonal workers.",
        discussion: """
            An order begins as a draft, which nobody else sees. Published, it is followed by the labour hub, the employment service centre, the communes \
            and foreign affairs; each change tells them its version and its reason. An order is named by its number in the desk's register, or by the \
            name that messages have for it.
            """,
        subcommands: [
            DeskOrderDraftCommand.self, DeskOrderImportCommand.self, DeskOrderPublishCommand.self, DeskOrderChangeCommand.self,
            DeskOrderCloseCommand.self, DeskOrderCancelCommand.self, DeskOrderListCommand.self, DeskOrderShowCommand.self,
        ]
    )
}
