import ArgumentParser

/// `cuakhau demo`
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "The gateway and its offices, played by real processes.",
        subcommands: [DemoSeasonCommand.self, DemoMorningCommand.self],
        defaultSubcommand: DemoSeasonCommand.self
    )
}
