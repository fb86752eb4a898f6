import ArgumentParser
import Broker
import Foundation
import Journal

/// `cuakhau vault`
struct VaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault",
        abstract: "The master key, under which everything about people is encrypted.",
        discussion: """
            Messages of class personal and sensitive are encrypted on disk with keys of their subjects; these are wrapped under the master key, which is not \
            in the gateway's folder.
            """,
        subcommands: [Init.self, Rotate.self]
    )

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a gateway of an earlier version a master key.",
            discussion: "`cuakhau init` has done it for a new one. What is stored already stays as it is; what comes from now on is encrypted."
        )

        @OptionGroup var home: HomeOptions

        func run() throws {
            let file = try home.gateway.makeMasterKey()
            Terminal.write("Made \(file), and named it in gateway.yaml. Keep a copy of it elsewhere: without it nothing about people can be read.")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a new master key in the place of the present one. Stop the gateway first.",
            discussion: """
                Every subject's key is wrapped anew, in one transaction; no body is written again. Interrupted, it is run again. Backups of before need the \
                old key: keep it as long as you keep them, and no longer.

                With the key in a file, the new one takes its place. With a credential or an environment variable, --to names a file for the new one; put it \
                where the old one was before you start the gateway.
                """
        )

        @Option(help: ArgumentHelp("Where the new key is written, where the present one is in no file.", valueName: "file"))
        var to: String?

        @OptionGroup var home: HomeOptions

        func run() throws {
            let gateway = home.gateway
            let rotation = try MasterKeyRotation(home: gateway, to: to)
            let count = try rotation.run()
            Terminal.write("Wrapped the keys of \(count) subjects under the new master key: \(rotation.place).")
        }
    }
}
