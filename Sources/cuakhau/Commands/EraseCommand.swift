import ArgumentParser
import Client

/// `cuakhau erase SUBJECT --reason TEXT`
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Make everything stored about a person, a case or a loan unreadable, for ever.",
        discussion: """
            Destroys the subject's key. What the gateway has stored about it stays, unreadable: reads answer `erased`, the audit chain goes on to hold, and \
            copies of the journal that are made from now on cannot be read either. The agencies are told, and erase what they hold. Messages that \
            come about it later are stored under a new key. There is no way back.

            SUBJECT is what messages call it: a worker_ref, document_token, case_id, loan_ref, voice_id or referral_ref. With the profile of an operator or of the \
            labour hub.

            Example:
              cuakhau erase 01JD0000000000000000000000 --reason 'request 17/2026' --profile operator.yaml
            """
    )

    @Argument(help: "Whom.")
    var subject: String

    @Option(help: ArgumentHelp("A reference to the request; never anything about the person.", valueName: "text"))
    var reason: String

    @Flag(help: "Do not ask whether that is meant.")
    var yes = false

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        if !yes {
            guard Terminal.confirm("Everything stored about it will be unreadable, for ever. Type erase to go on: ", expecting: "erase") else {
                throw CommandFailure(.usage, "nothing was erased: type erase, or give --yes")
            }
        }
        let (subject, reason) = (subject, reason)
        let wasStored = try await admin.ask { try await $0.erase(subject, reason: reason) }
        Terminal.write(
            wasStored
                ? "Erased. The agencies have been told."
                : "The gateway had nothing stored about it under a key of its own. The agencies have been told all the same."
        )
    }
}
