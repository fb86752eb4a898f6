import ArgumentParser
import Broker
import Contracts

/// `cuakhau init DIR`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a gateway: its folder, keys and settings.",
        discussion: """
            Writes gateway.yaml, the server's key pair, an empty list of principals, and a first principal `operator` with its profile, all for \
            your eyes only (0700 and 0600). A folder that is not empty is refused.

            Examples:
              cuakhau init /srv/cuakhau
              cuakhau init ./home --endpoint 'tcp://*:5570' --advertise tcp://gateway.example:5570
            """
    )

    @Argument(help: "The folder to make.")
    var dir: String

    @Option(help: "Where the gateway will listen.")
    var endpoint = "tcp://127.0.0.1:5570"

    @Option(help: "What clients connect to, where that differs from the endpoint.")
    var advertise: String?

    func run() throws {
        guard endpoint.hasPrefix("tcp://"), !endpoint.dropFirst(6).isEmpty else {
            throw ValidationError("an endpoint is tcp://ADDRESS:PORT, for example tcp://127.0.0.1:5570")
        }
        if endpoint.contains("*:"), advertise == nil {
            throw ValidationError("an endpoint for all networks needs --advertise: the address that clients connect to")
        }
        let home: GatewayHome
        do {
            home = try GatewayHome.create(at: dir, configuration: GatewayConfiguration(endpoint: endpoint, advertise: advertise))
        } catch {
            throw CommandFailure(.cannotCreate, error.message)
        }
        let profile = try PrincipalEnrolment(home: home).add(name: "operator", role: .operator, gate: nil, publicKey: nil)
        Terminal.write(
            """
            Made a gateway in \(dir).
              settings   \(dir)/gateway.yaml
              operator   \(profile ?? "")

            Next:
              cuakhau serve --home \(dir)
              cuakhau principal add NAME --role ROLE --home \(dir)
            """
        )
    }
}
