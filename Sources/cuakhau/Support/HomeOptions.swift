import ArgumentParser
import Broker

/// The option of every command that works on a gateway's folder.
struct HomeOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The gateway's folder, made by `cuakhau init`.", valueName: "dir"))
    var home: String

    var gateway: GatewayHome { GatewayHome(path: home) }
}
