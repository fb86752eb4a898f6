import ArgumentParser
import Broker
import Client
import Contracts
import Foundation
import ZeroMQ

/// `cuakhau principal add NAME --role ROLE`
struct PrincipalAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Let an agency in.",
        discussion: """
            Best with --request: the agency has made its keys itself (`cuakhau enrol`), and no secret goes anywhere. It says what it asks for; you say whether that is right, and \
            compare the fingerprint over the telephone. What it gets back, NAME.answer.yaml, holds no secret either.

            Else a pair of keys is made here, and DIR/profiles/NAME.yaml (mode 0600) is all that the agency needs. With --public-key the agency keeps its secret to itself, \
            and the command prints what it has to know.

            Examples:
              cuakhau principal add --request bank.request.yaml --home /srv/cuakhau
              cuakhau principal add huu-nghi --role border --gate HN --home /srv/cuakhau
              cuakhau principal add bank --role bank --public-key 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7' --home /srv/cuakhau
            """
    )

    @Argument(help: "2 to 48 of a-z 0-9 and hyphen, beginning with a letter; with --request it says itself who it is.")
    var name: String?

    @Option(help: "One of \(Role.allCases.map(\.name).joined(separator: ", ")).")
    var role: String?

    @Option(help: "Binds it to a gate: it publishes for that gate, and reads what is for that gate, only.")
    var gate: String?

    @Flag(name: .long, help: "A border principal of no single gate: it publishes for, and reads, every gate.")
    var allGates = false

    @Option(name: .long, help: ArgumentHelp("The agency's own CURVE public key.", valueName: "Z85"))
    var publicKey: String?

    @Option(help: ArgumentHelp("The agency's request.", valueName: "file"))
    var request: String?

    @Option(help: ArgumentHelp("The fingerprint that the agency read over the telephone; else it is asked for.", valueName: "fingerprint"))
    var fingerprint: String?

    @OptionGroup var quota: QuotaOptions

    @OptionGroup var lifetime: KeyLifetime

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard request == nil || (name == nil && role == nil && gate == nil && publicKey == nil) else {
            throw ValidationError("a request says itself who asks, and for what: give --request alone")
        }
        guard request != nil || (name != nil && role != nil) else { throw ValidationError("NAME and --role, or --request FILE") }
    }

    func run() throws {
        let enrolment = PrincipalEnrolment(home: home.gateway)
        if let request { return try answer(request, enrolment) }
        let (name, role) = (name ?? "", try Self.role(role ?? "", gate: gate, allGates: allGates))
        if let publicKey {
            try enrolment.register(name, role, gate, publicKey, quota.changed(.none), lifetime.end)
            let configuration = try home.gateway.configuration()
            Terminal.write(
                """
                Added \(name) (\(role)). It connects with:
                  endpoint    \(configuration.advertise ?? configuration.endpoint)
                  server key  \(try home.gateway.serverKey().publicKey)
                """
            )
            return
        }
        guard Principal.isName(name) else {
            throw ValidationError("a principal's name is 2 to 48 of a-z 0-9 and hyphen, beginning with a letter: \(name) is not")
        }
        let path = try enrolment.add(name: name, role: role, gate: gate, quota: quota.changed(.none), expires: lifetime.end)
        Terminal.write("Added \(name) (\(role)). Hand \(path) to it over a safe channel, and delete it here.")
    }

    private func answer(_ path: String, _ enrolment: PrincipalEnrolment) throws {
        let asked = try enrolment.request(path, fingerprint: fingerprint)
        let role = try Self.role(asked.role, gate: asked.gate, allGates: allGates)
        try enrolment.register(
            asked.name,
            role,
            asked.gate,
            asked.publicKey,
            quota.changed(.none),
            lifetime.end,
            identity: asked.identity
        )
        let answerPath = "\(asked.name).answer.yaml"
        let principal = Principal(name: asked.name, role: role, gate: asked.gate, keys: [asked.publicKey])
        try enrolment.answer(principal, key: asked.publicKey).text.write(toFile: answerPath, atomically: true, encoding: .utf8)
        Terminal.write("Added \(asked.name) (\(role)\(asked.gate.map { ", gate \($0)" } ?? "")). Send it \(answerPath).")
    }

    private static func role(_ text: String, gate: String?, allGates: Bool) throws -> Role {
        guard let role = Role(name: text) else {
            throw ValidationError("there is no role \(text): one of \(Role.allCases.map(\.name).joined(separator: ", "))")
        }
        if role == .border, gate == nil, !allGates {
            throw ValidationError("a checkpoint belongs to a gate: --gate HN, or --all-gates for a command that covers all of them")
        }
        if let gate, !Principal.isGate(gate) {
            throw ValidationError("a gate's code is 2 to 8 of A-Z 0-9 and hyphen, beginning with a letter, for example HN")
        }
        return role
    }
}
