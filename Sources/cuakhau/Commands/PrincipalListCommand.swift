import ArgumentParser
import Broker
import Client
import Contracts

/// `cuakhau principal list`
struct PrincipalListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Who may connect, and who may no longer.",
        discussion: """
            Reads the gateway's home; or, with --profile, asks a running gateway, which also knows who is connected.

            Examples:
              cuakhau principal list --home /srv/cuakhau
              cuakhau principal list --profile operator.yaml --json
            """
    )

    @Option(help: ArgumentHelp("The gateway's folder, made by `cuakhau init`.", valueName: "dir"))
    var home: String?

    @Option(help: ArgumentHelp("Instead: ask the gateway, as an operator or an auditor.", valueName: "file"))
    var profile: String?

    @Option(help: ArgumentHelp("How long to wait for the gateway.", valueName: "seconds"))
    var timeout = 10

    @Flag(help: "One JSON object a line.")
    var json = false

    private struct Row: Encodable {
        let name: String
        let role: String
        let gate: String?
        let revoked: Bool
        let keys: [String]
        /// Of its last key; nil: not known, or never.
        let expires: String?
        let sessions: Int?
        /// Of these, by the gateway's next server key.
        let sessions_next: Int?
        let backlog: UInt64?
        let messages_per_second: Int?
        let bytes_per_second: Int?
        let sessions_max: Int?
        let unconfirmed_max: Int?
        let backlog_max: Int?

        init(_ principal: Principal) {
            name = principal.name
            role = principal.role.name
            gate = principal.gate
            revoked = principal.isRevoked
            keys = principal.keys
            expires = principal.keys.compactMap { principal.expiries[$0] }.max().map { Times.text(microseconds: $0) }
            sessions = nil
            sessions_next = nil
            backlog = nil
            messages_per_second = principal.quota.messagesPerSecond
            bytes_per_second = principal.quota.bytesPerSecond
            sessions_max = principal.quota.sessions
            unconfirmed_max = principal.quota.unconfirmed
            backlog_max = principal.quota.backlog
        }

        init(_ report: PrincipalReport) {
            name = report.name
            role = report.role
            gate = report.gate
            revoked = report.isRevoked
            keys = report.keys
            expires = report.keysExpire.compactMap(\.self).max().map { Times.text(microseconds: $0) }
            sessions = report.sessions
            sessions_next = report.sessionsNext
            backlog = report.backlogMax == nil ? nil : report.backlog
            messages_per_second = report.messagesPerSecond
            bytes_per_second = report.bytesPerSecond
            sessions_max = report.sessionsMax
            unconfirmed_max = report.unconfirmedMax
            backlog_max = report.backlogMax
        }
    }

    func run() async throws {
        let rows =
            switch (home, profile) {
            case (let home?, nil): try Self.stored(GatewayHome(path: home))
            case (nil, let profile?):
                try await AdminOptions.ask(try Profile(file: profile), timeout: timeout) { try await $0.principals() }.map(Row.init)
            default: throw ValidationError("name the gateway's folder with --home, or a profile with --profile")
            }
        if json {
            for row in rows { Terminal.write(try JSONLine.text(row)) }
            return
        }
        var table = TextTable(["NAME", "ROLE", "GATE", "STATE", "EXPIRES", "SESSIONS", "PUBLIC KEY"])
        for row in rows {
            table.append([
                row.name, row.role, row.gate ?? "", row.revoked ? "revoked" : "active", row.expires.map { String($0.prefix(10)) } ?? "–",
                Self.text(row),
                row.keys.joined(separator: " "),
            ])
        }
        for line in table.lines { Terminal.write(line) }
    }

    /// How many sessions, and while the server key is being exchanged how many of them by the next one.
    private static func text(_ row: Row) -> String {
        guard let sessions = row.sessions else { return "–" }
        guard let next = row.sessions_next, next > 0 else { return "\(sessions)" }
        return "\(sessions) (\(next) by the next server key)"
    }

    private static func stored(_ home: GatewayHome) throws -> [Row] { try home.principalFile.principals().map(Row.init) }
}
