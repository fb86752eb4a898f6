import ArgumentParser
import Broker

/// `cuakhau principal`
struct PrincipalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "principal",
        abstract: "Who may connect, and how much: add, rotate, list, quota, revoke.",
        discussion: "A running gateway takes a change up within a second.",
        subcommands: [PrincipalAddCommand.self, PrincipalRotateCommand.self, PrincipalListCommand.self, SetQuota.self, Revoke.self]
    )

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
            abstract: "Shut a principal out, or one of its keys.",
            discussion: "Its open sessions end within a second; the keys never come in again. What it published stays."
        )

        @Argument(help: "The principal.")
        var name: String

        @Option(help: ArgumentHelp("Only this one of its keys.", valueName: "Z85"))
        var key: String?

        @OptionGroup var home: HomeOptions

        func run() throws {
            if let key {
                try remove(key)
                Terminal.write("Revoked that key of \(name).")
                return
            }
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

        private func remove(_ key: String) throws {
            try home.gateway.changePrincipals { (principals) throws(HomeError) in
                guard let index = principals.firstIndex(where: { $0.name == name && $0.keys.contains(key) }) else {
                    throw HomeError("\(name) has no such key: `cuakhau principal list` shows them")
                }
                guard principals[index].keys.count > 1 else {
                    throw HomeError("it is the only key of \(name): revoke the principal, or give it another key first")
                }
                principals[index].keys.removeAll { $0 == key }
                principals[index].expiries[key] = nil
            }
        }
    }
}
