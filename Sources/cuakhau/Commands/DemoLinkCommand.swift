import ArgumentParser

/// `cuakhau demo-link`: the demo's network, as a process of its own.
struct DemoLinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo-link", abstract: "A link that can be cut.", shouldDisplay: false)

    @Option(help: "The port that it leads to.")
    var target: UInt16

    func run() throws {
        let relay = try LinkRelay(target: target)
        Terminal.write("\(relay.port)")
        while let line = readLine() {
            switch line {
            case "cut": relay.cut()
            case "restore": try relay.restore()
            default: throw CommandFailure(.usage, "cut or restore")
            }
        }
    }
}
