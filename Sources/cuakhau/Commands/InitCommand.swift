import ArgumentParser
import Broker
import Contracts
import Foundation

/// `cuakhau init DIR`
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a gateway: its folder, keys and settings.",
        discussion: """
            Writes gateway.yaml, the server's key pair, the keys of the audit chain, and, apart from the folder, the master key; an empty list of principals, and a first principal `operator` with its profile, all for \
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

    @Option(help: ArgumentHelp("Where the master key is written; else beside the folder.", valueName: "file"))
    var masterKey: String?

    private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

    func run() throws {
        guard endpoint.hasPrefix("tcp://"), !endpoint.dropFirst(6).isEmpty else {
            throw ValidationError("an endpoint is tcp://ADDRESS:PORT, for example tcp://127.0.0.1:5570")
        }
        if endpoint.contains("*:"), advertise == nil {
            throw ValidationError("an endpoint for all networks needs --advertise: the address that clients connect to")
        }
        let home: GatewayHome
        do {
            home = try GatewayHome.create(
                at: dir,
                configuration: GatewayConfiguration(
                    endpoint: endpoint,
                    advertise: advertise,
                    masterKey: masterKey.map { MasterKeySetting(file: Self.absolute($0)) }
                )
            )
        } catch {
            throw CommandFailure(.cannotCreate, error.message)
        }
        let profile = try PrincipalEnrolment(home: home).add(name: "operator", role: .operator, gate: nil)
        Terminal.write(
            """
            Made a gateway in \(dir).
              settings     \(dir)/gateway.yaml
              operator     \(profile)
              master key   \(try home.masterKeyPath(home.configuration()) ?? "")
                           Keep a copy of it elsewhere, and never beside a copy of the folder: without it nothing about people can be read.

            Next:
              cuakhau serve --home \(dir)
              cuakhau principal add NAME --role ROLE --home \(dir)
            """
        )
    }
}
