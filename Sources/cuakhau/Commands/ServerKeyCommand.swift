import ArgumentParser
import Broker
import Client
import Foundation

/// `cuakhau server-key`
struct ServerKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server-key",
        abstract: "Exchange the gateway's own key, while every client goes on.",
        discussion: """
            A socket has one key, so for a while the gateway listens twice: with its present key where it does, and with the next one at another endpoint. Every client is told of \
            that over the connection that it trusts already.

            The operator:
              cuakhau server-key next --endpoint tcp://127.0.0.1:5571 --home /srv/cuakhau      then restart the gateway
              cuakhau principal list --profile operator.yaml                                   who has sessions by which key
              cuakhau server-key switch --home /srv/cuakhau                                    when all have moved; then restart it

            Each agency, meanwhile:
              cuakhau profile follow bank.yaml                                                 then restart its programs
            """,
        subcommands: [Next.self, Switch.self, Abandon.self]
    )

    struct Next: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make the next key, to be served at an endpoint of its own.")

        @Option(help: ArgumentHelp("Where the gateway listens by it.", valueName: "tcp://…"))
        var endpoint: String

        @Option(help: ArgumentHelp("What clients are told to connect to, where that is something else.", valueName: "tcp://…"))
        var advertise: String?

        @OptionGroup var home: HomeOptions

        func run() throws {
            let key = try home.gateway.makeNextServerKey(endpoint: endpoint, advertise: advertise)
            Terminal.write("\(key)")
            Terminal.writeError("cuakhau: restart the gateway: it serves both keys then. Agencies follow with `cuakhau profile follow`")
        }
    }

    struct Switch: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The next key takes the present one's place. Who has not followed cannot connect any more."
        )

        @OptionGroup var home: HomeOptions

        func run() throws {
            try home.gateway.switchServerKey()
            Terminal.write("The next server key is the server key. Restart the gateway: it serves no other then.")
        }
    }

    struct Abandon: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give the next key up.")

        @OptionGroup var home: HomeOptions

        func run() throws {
            try home.gateway.abandonNextServerKey()
            Terminal.write("The next server key is given up. Restart the gateway.")
        }
    }
}
