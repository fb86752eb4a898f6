import ArgumentParser
import Broker
import Client
import Contracts
import Foundation
import ZeroMQ

/// `cuakhau principal rotate NAME`
struct PrincipalRotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give a principal its next key; the present one goes on for a while.",
        discussion: """
            Both keys are good until the overlap ends, so that every program of the agency can be changed in its own time. With --request the agency has made the key itself \
            and signed for it (`cuakhau enrol --renew`); else a pair is made here, and a new profile written.

            Examples:
              cuakhau principal rotate --request bank.request.yaml --home /srv/cuakhau
              cuakhau principal rotate huu-nghi --overlap-days 7 --home /srv/cuakhau
            """
    )

    @Argument(help: "The principal; with --request it says itself who it is.")
    var name: String?

    @Option(help: ArgumentHelp("The agency's request.", valueName: "file"))
    var request: String?

    @Option(help: ArgumentHelp("The fingerprint that the agency read over the telephone; else it is asked for.", valueName: "fingerprint"))
    var fingerprint: String?

    @Option(name: .long, help: ArgumentHelp("How long the present keys go on.", valueName: "days"))
    var overlapDays = 14

    @OptionGroup var lifetime: KeyLifetime

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard (name == nil) != (request == nil) else { throw ValidationError("name a principal, or give its request with --request") }
        guard (0...365).contains(overlapDays) else { throw ValidationError("--overlap-days is 0 to 365") }
    }

    func run() throws {
        let enrolment = PrincipalEnrolment(home: home.gateway)
        let until = KeyLifetime.inDays(overlapDays)
        if let request {
            let asked = try enrolment.request(request, fingerprint: fingerprint)
            let principal = try enrolment.rotate(asked.name, to: asked.publicKey, expires: lifetime.end, identity: asked.identity, until: until)
            let path = "\(asked.name).answer.yaml"
            try enrolment.answer(principal, key: asked.publicKey).text.write(toFile: path, atomically: true, encoding: .utf8)
            Terminal.write("\(asked.name) has a second key. Send it \(path); its present key ends in \(overlapDays) days.")
            return
        }
        let name = name ?? ""
        let keys = try CurveKeyPair.generate()
        let principal = try enrolment.rotate(name, to: keys.publicKey.description, expires: lifetime.end, identity: nil, until: until)
        let answer = try enrolment.answer(principal, key: keys.publicKey.description)
        let profile = Profile(
            endpoint: answer.endpoint,
            serverKey: try home.gateway.serverKey().publicKey,
            principal: name,
            role: principal.role.name,
            gate: principal.gate,
            keys: keys
        )
        let path = "\(home.gateway.profilesPath)/\(name).yaml"
        try PrivateFile.write(profile.yaml, to: path)
        Terminal.write("\(name) has a second key. Hand \(path) to it over a safe channel; its present key ends in \(overlapDays) days.")
    }
}
