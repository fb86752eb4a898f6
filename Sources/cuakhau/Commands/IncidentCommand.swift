import ArgumentParser
import Broker
import Foundation

/// `cuakhau incident`
struct IncidentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "When a key was stolen, or data may have got out: what it touched, and how long there is to tell.",
        discussion: """
            From the moment that a breach is known there are 72 hours to tell the authority and the people (law 91/2025/QH15). `open` starts that clock, and is told in the audit \
            chain; `report` gathers which messages a key or a period touched, whom these are about, and who was given them. All of it works beside a running gateway. First of all \
            close the door: `cuakhau principal revoke`.

            Examples:
              cuakhau incident open --principal bank --from 2026-10-25T00:00:00Z --reason 'ticket 17' --home /srv/cuakhau
              cuakhau incident report 1 --home /srv/cuakhau
              cuakhau incident report 1 --home /srv/cuakhau --subjects people.txt
            """,
        subcommands: [Open.self, List.self, ReportCommand.self]
    )

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Start the clock. Prints the incident's number.")

        @Option(help: ArgumentHelp("A key of the principal that it is about (Z85).", valueName: "key"))
        var key: String?

        @Option(help: ArgumentHelp("The principal that it is about; neither: everything in the period.", valueName: "name"))
        var principal: String?

        @Option(help: ArgumentHelp("Since when it may have been misused (2026-10-25T00:00:00Z).", valueName: "time"))
        var from: String

        @Option(help: ArgumentHelp("Until when; else until now.", valueName: "time"))
        var to: String?

        @Option(help: ArgumentHelp("A reference; never anything about a person.", valueName: "text"))
        var reason: String

        @Option(help: ArgumentHelp("When it became known, where that was earlier than now: the clock runs from then.", valueName: "time"))
        var knownSince: String?

        @OptionGroup var home: HomeOptions

        private func time(_ text: String, _ option: String) throws -> Int64 {
            guard let time = Times.microseconds(text) else { throw ValidationError("\(option) is a time such as 2026-10-25T00:00:00Z") }
            return time
        }

        func validate() throws {
            if key != nil, principal != nil { throw ValidationError("--key and --principal exclude each other") }
            _ = try time(from, "--from")
            if let to { _ = try time(to, "--to") }
            if let knownSince { _ = try time(knownSince, "--known-since") }
        }

        func run() throws {
            let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
            let incident = try home.gateway.openIncident(
                principal: principal,
                key: key,
                from: time(from, "--from"),
                to: to.map { try time($0, "--to") } ?? now,
                reason: reason,
                openedAt: min(now, knownSince.map { try time($0, "--known-since") } ?? now)
            )
            Terminal.write("\(incident.number)")
            Terminal.writeError(
                "cuakhau: it has to be told by \(Times.text(microseconds: incident.noticeDueAt)): \(IncidentText.left(incident, at: now))"
            )
            guard let principal = incident.principal else { return }
            Terminal.writeError("cuakhau: is the door closed? cuakhau principal revoke \(principal) --home \(home.home)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The incidents that were opened, and how long there is to tell of each.")

        @Flag(help: "One JSON object a line.")
        var json = false

        @OptionGroup var home: HomeOptions

        private struct Row: Encodable {
            let number: Int
            let principal: String?
            let opened_at: String
            let due_at: String
            let from: String
            let to: String
            let reason: String
        }

        func run() throws {
            let incidents = try home.gateway.incidentFile.incidents()
            let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
            var table = TextTable(["NUMBER", "ABOUT", "OPENED", "TO BE TOLD BY", "LEFT", "REASON"])
            for incident in incidents {
                let (opened, due) = (Times.text(microseconds: incident.openedAt), Times.text(microseconds: incident.noticeDueAt))
                if json {
                    let row = Row(
                        number: incident.number,
                        principal: incident.principal,
                        opened_at: opened,
                        due_at: due,
                        from: Times.text(microseconds: incident.from),
                        to: Times.text(microseconds: incident.to),
                        reason: incident.reason
                    )
                    Terminal.write(try JSONLine.text(row))
                } else {
                    table.append([
                        "\(incident.number)", incident.principal ?? "everything", opened, due, IncidentText.left(incident, at: now), incident.reason,
                    ])
                }
            }
            if !json { for line in table.lines { Terminal.write(line) } }
        }
    }
}
