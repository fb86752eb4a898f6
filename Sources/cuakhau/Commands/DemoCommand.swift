import ArgumentParser

/// `cuakhau demo`
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "The gateway and its offices, played by real processes.",
        discussion: """
            Examples:
              cuakhau demo                       a whole season
              cuakhau demo season --seed 7       another one
              cuakhau demo morning               the gateway alone, with agencies that lose their link and a gateway that is killed
            """,
        subcommands: [DemoSeasonCommand.self, DemoMorningCommand.self],
        defaultSubcommand: DemoSeasonCommand.self
    )
}
