import ArgumentParser
import Broker
import Client
import Contracts
import Foundation

/// `cuakhau enrol NAME`
struct EnrolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "On an agency's side: make keys and ask a gateway's operator to be let in.",
        discussion: """
            The keys are made here, and their secret halves never leave this folder. What goes to the operator is a small signed file without a secret; what comes back \
            has none either. The fingerprint is read over the telephone, so that nobody can put a file of their own in between.

            Examples:
              cuakhau enrol bank --role bank --dir keys                        writes keys/bank.request.yaml: send it to the operator
              cuakhau enrol bank --dir keys --finish bank.answer.yaml          makes keys/bank.yaml, the profile
              cuakhau enrol bank --dir keys --renew                            asks for a new key, before the present one expires

            The operator:
              cuakhau principal add --request bank.request.yaml --fingerprint … --home /srv/cuakhau
              cuakhau principal rotate --request bank.request.yaml --home /srv/cuakhau
            """
    )

    @Argument(help: "The principal's name: 2 to 48 of a-z 0-9 and hyphen, beginning with a letter.")
    var name: String

    @Option(help: "What it asks to be: one of \(Role.allCases.map(\.name).joined(separator: ", ")).")
    var role: String?

    @Option(help: "The gate it belongs to.")
    var gate: String?

    @Option(help: "The folder of its keys.")
    var dir = "."

    @Flag(help: "Ask for a new key, signed by the identity that is in the folder.")
    var renew = false

    @Option(help: ArgumentHelp("Make the profile, with the operator's answer.", valueName: "answer"))
    var finish: String?

    func validate() throws {
        guard Principal.isName(name) else { throw ValidationError("a principal's name is 2 to 48 of a-z 0-9 and hyphen, beginning with a letter") }
        guard renew || finish != nil || role != nil else { throw ValidationError("--role says what it asks to be; or --renew, or --finish ANSWER") }
        guard role.map({ Role(name: $0) != nil }) ?? true else { throw ValidationError("there is no such role") }
        guard gate.map(Principal.isGate) ?? true else {
            throw ValidationError("a gate's code is 2 to 8 of A-Z 0-9 and hyphen, beginning with a letter")
        }
    }

    func run() throws {
        let keys = AgencyKeys(folder: dir, name: name)
        if let finish {
            guard let data = FileManager.default.contents(atPath: finish) else { throw CommandFailure(.noInput, "cannot read \(finish)") }
            try keys.finish(EnrolmentAnswer(text: String(decoding: data, as: UTF8.self)))
            Terminal.write("Made the profile \(keys.profilePath). Keep it, and \(name).identity.yaml, to yourself.")
            return
        }
        let request = try renew ? keys.renew(at: Date()) : keys.begin(role: role ?? "", gate: gate, at: Date())
        Terminal.write(
            """
            Made \(keys.requestPath): send it to the gateway's operator, and read them this fingerprint over the telephone:
              \(request.fingerprint)
            Then: cuakhau enrol \(name) --dir \(dir) --finish ANSWER
            """
        )
    }
}
