import ArgumentParser
import Broker
import Client

/// `cuakhau officer list`
struct OfficerListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The officers of the gateway's directory, and whether you have confirmed them.",
        discussion: """
            With --profile it asks a running gateway, and says of each key whether it was confirmed on this machine. With --home it reads the gateway's folder. The \
            fingerprints shown are those of the directory: confirm with what the officer reads to you.

            Examples:
              cuakhau officer list --profile huu-nghi.yaml
              cuakhau officer list --home /srv/cuakhau
            """
    )

    @Option(help: ArgumentHelp("The gateway's folder, made by `cuakhau init`.", valueName: "dir"))
    var home: String?

    @Option(help: ArgumentHelp("Instead: ask the gateway.", valueName: "file"))
    var profile: String?

    @Option(help: ArgumentHelp("How long to wait for the gateway.", valueName: "seconds"))
    var timeout = 10

    @Flag(help: "One JSON object a line.")
    var json = false

    private struct Row: Encodable {
        let officer: String
        let fingerprint: String
        let created: String
        let expires: String
        let here: String?
    }

    func run() async throws {
        var known: KnownOfficers?
        let keys: [OfficerPublicKey]
        switch (home, profile) {
        case (let home?, nil): keys = try GatewayHome(path: home).officerFile.officers().map(OfficerPublicKey.init)
        case (nil, let profile?):
            known = try KnownOfficers(file: KnownOfficers.path(besideProfile: profile))
            keys = try await AdminOptions.ask(try Profile(file: profile), timeout: timeout) { try await $0.officers() }
        default: throw ValidationError("name the gateway's folder with --home, or a profile with --profile")
        }
        let rows = keys.sorted { $0.officer < $1.officer }.map { key in
            Row(
                officer: "\(key.officer)",
                fingerprint: "\(key.fingerprint)",
                created: "\(key.created)",
                expires: "\(key.expires)",
                here: known.map { Self.standing(of: key, $0) }
            )
        }
        if json {
            for row in rows { Terminal.write(try JSONLine.text(row)) }
            return
        }
        var table = TextTable(["OFFICER", "FINGERPRINT", "EXPIRES", "HERE"])
        for row in rows { table.append([row.officer, row.fingerprint, row.expires, row.here ?? "–"]) }
        for line in table.lines { Terminal.write(line) }
    }

    private static func standing(of key: OfficerPublicKey, _ known: KnownOfficers) -> String {
        guard let confirmed = known.key(of: key.officer) else { return "not confirmed" }
        guard confirmed == key else { return "ANOTHER KEY than confirmed" }
        return key.expires < .today() ? "confirmed, expired" : "confirmed"
    }
}

extension OfficerPublicKey {
    /// As the gateway's own file has it.
    init(_ officer: Officer) throws {
        guard let created = Day(officer.created), let expires = Day(officer.expires) else {
            throw HomeError("officers.yaml: the days of \(officer.office)/\(officer.name) are none: `cuakhau officer remove` it, and add it again")
        }
        try self.init(
            officer: OfficerName(office: officer.office, name: officer.name),
            bytes: officer.publicKey,
            created: created,
            expires: expires
        )
    }
}
