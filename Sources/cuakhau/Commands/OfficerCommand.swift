import ArgumentParser
import Client
import Foundation

/// `cuakhau officer`
struct OfficerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "officer",
        abstract: "The officers to whom something can be sealed: their keys, and whom you have confirmed.",
        discussion: """
            What is sealed can be read by the officers it is sealed to, and by nobody else: not the gateway, not its operator, not who has its backups.

            An officer, on their own machine:
              cuakhau officer key affairs/officer-1 --out officer-1.key        the .pub beside it goes to the operator
            The operator:
              cuakhau officer add officer-1.key.pub --home /srv/cuakhau
            Whoever seals to that officer, once, on the telephone with them:
              cuakhau officer trust affairs/officer-1 --fingerprint '12345 …' --profile huu-nghi.yaml
            """,
        subcommands: [
            Key.self, ShowFingerprint.self, OfficerTrustCommand.self, OfficerListCommand.self, OfficerAddCommand.self, OfficerRemoveCommand.self,
        ]
    )

    /// `cuakhau officer key OFFICE/NAME --out FILE`
    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "key",
            abstract: "Make your own key pair.",
            discussion: """
                Writes FILE (mode 0600), which holds the secret key and stays with you, and FILE.pub, which goes to the gateway's operator. Lost, what was sealed to \
                you is lost to you: keep a copy where only you can get at it. Name the post and not the person.

                Example:
                  cuakhau officer key affairs/officer-1 --out officer-1.key
                """
        )

        @Argument(help: "OFFICE/NAME: the office's principal, a slash, and 1 to 48 of a-z 0-9 . _ -.")
        var officer: String

        @Option(help: ArgumentHelp("Where the key is written.", valueName: "file"))
        var out: String

        @Option(help: ArgumentHelp("For how many days something may be sealed to it; it opens for ever.", valueName: "n"))
        var days = 365

        func validate() throws {
            guard (1...1_095).contains(days) else { throw ValidationError("--days is 1 to 1095: three years") }
        }

        func run() throws {
            let key = try OfficerKey(officer: OfficerName(officer), expires: .today().adding(days: days))
            try key.save(to: out)
            do {
                try key.publicKey.yaml.write(toFile: out + ".pub", atomically: true, encoding: .utf8)
            } catch {
                throw CommandFailure(.cannotCreate, "cannot write \(out).pub: \(error.localizedDescription)")
            }
            Terminal.write(
                """
                Made the key of \(key.publicKey.officer), for use until \(key.publicKey.expires).
                  \(out)      your secret key: it stays here
                  \(out).pub  for the gateway's operator
                Read this to whoever asks, on the telephone or face to face:
                  \(key.publicKey.fingerprint)
                """
            )
        }
    }

    /// `cuakhau officer fingerprint FILE`
    struct ShowFingerprint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "fingerprint",
            abstract: "Show whose key a file holds, and its fingerprint.",
            discussion: """
                Example:
                  cuakhau officer fingerprint officer-1.key.pub
                """
        )

        @Argument(help: "An officer's key, or its .pub.")
        var file: String

        func run() throws {
            let key = try OfficerPublicKey(file: file)
            Terminal.write("\(key.officer), for use until \(key.expires)\n\(key.fingerprint)")
        }
    }
}
