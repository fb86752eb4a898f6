import ArgumentParser
import Broker
import Contracts
import Foundation
import ZeroMQ

/// `cuakhau principal`
struct PrincipalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "principal",
        abstract: "Who may connect, and how much: add, list, quota, revoke.",
        discussion: "A running gateway takes a change up within a second.",
        subcommands: [Add.self, PrincipalListCommand.self, SetQuota.self, Revoke.self]
    )

    /// `cuakhau principal add NAME --role ROLE`
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an agency in.",
            discussion: """
                Makes a key pair and writes DIR/profiles/NAME.yaml (mode 0600), which is all that the agency needs to connect. With --public-key \
                the agency keeps its secret key to itself, and the command prints what it has to know instead.

                Examples:
                  cuakhau principal add huu-nghi --role border --gate HN --home /srv/cuakhau
                  cuakhau principal add bank --role bank --public-key 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7' --home /srv/cuakhau
                """
        )

        @Argument(help: "2 to 48 of a-z 0-9 and hyphen, beginning with a letter.")
        var name: String

        @Option(help: "One of \(Role.allCases.map(\.name).joined(separator: ", ")).")
        var role: String

        @Option(help: "Binds it to a gate: it publishes for that gate, and reads what is for that gate, only.")
        var gate: String?

        @Flag(name: .long, help: "A border principal of no single gate: it publishes for, and reads, every gate.")
        var allGates = false

        @Option(name: .long, help: ArgumentHelp("The agency's own CURVE public key.", valueName: "Z85"))
        var publicKey: String?

        @OptionGroup var quota: QuotaOptions

        @OptionGroup var home: HomeOptions

        func run() throws {
            guard let role = Role(name: role) else {
                throw ValidationError("there is no role \(self.role): one of \(Role.allCases.map(\.name).joined(separator: ", "))")
            }
            if role == .border, gate == nil, !allGates {
                throw ValidationError("a checkpoint belongs to a gate: --gate HN, or --all-gates for a command that covers all of them")
            }
            if let gate, !Principal.isGate(gate) {
                throw ValidationError("a gate's code is 2 to 8 of A-Z 0-9 and hyphen, beginning with a letter, for example HN")
            }
            let path = try PrincipalEnrolment(home: home.gateway).add(
                name: name,
                role: role,
                gate: gate,
                publicKey: publicKey,
                quota: quota.changed(.none)
            )
            if let path {
                Terminal.write("Added \(name) (\(role)). Hand \(path) to it over a safe channel, and delete it here.")
            } else {
                let configuration = try home.gateway.configuration()
                Terminal.write(
                    """
                    Added \(name) (\(role)). It connects with:
                      endpoint    \(configuration.advertise ?? configuration.endpoint)
                      server key  \(try home.gateway.serverKey().publicKey)
                    """
                )
            }
        }
    }

    /// `cuakhau principal quota NAME`
    struct SetQuota: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "quota",
            abstract: "Change what a principal may take of the gateway.",
            discussion: """
                What is not named stays; 0 takes a limit away. Over its quota a principal is told to try again later, which clients do by themselves; \
                messages of the emergency lane may overdraw by a second's worth.

                Example:
                  cuakhau principal quota desk --messages-per-second 200 --home /srv/cuakhau
                """
        )

        @Argument(help: "The principal.")
        var name: String

        @OptionGroup var quota: QuotaOptions

        @OptionGroup var home: HomeOptions

        func run() throws {
            try home.gateway.changePrincipals { (principals) throws(HomeError) in
                guard let index = principals.firstIndex(where: { $0.name == name }) else {
                    throw HomeError("there is no principal \(name): `cuakhau principal list` shows them")
                }
                principals[index].quota = quota.changed(principals[index].quota)
            }
            Terminal.write("Changed the quota of \(name).")
        }
    }

    /// `cuakhau principal revoke NAME`
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shut a principal out.",
            discussion: "Its open sessions end within a second; its keys never come in again. What it published stays."
        )

        @Argument(help: "The principal.")
        var name: String

        @OptionGroup var home: HomeOptions

        func run() throws {
            var wasRevoked = false
            try home.gateway.changePrincipals { (principals) throws(HomeError) in
                guard let index = principals.firstIndex(where: { $0.name == name }) else {
                    throw HomeError("there is no principal \(name): `cuakhau principal list` shows them")
                }
                wasRevoked = principals[index].isRevoked
                principals[index].isRevoked = true
            }
            Terminal.write(wasRevoked ? "\(name) was revoked already." : "Revoked \(name).")
        }
    }
}
