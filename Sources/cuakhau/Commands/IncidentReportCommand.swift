import ArgumentParser
import Broker
import Foundation

extension IncidentCommand {
    /// `cuakhau incident report NUMBER --home DIR`
    struct ReportCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "What it touched: messages, people, recipients, and how much of the 72 hours is left.",
            discussion: """
                Shows how many people it is about; who they are, as messages call them, is written to a file of mode 0600 by --subjects, one a line with the number of messages: \
                for telling them, and then for deleting. Which consumers a message was for is decided by the principals, the policy and the filters of today.
                """
        )

        @Argument(help: "The incident's number.")
        var number: Int

        @Option(help: ArgumentHelp("Write there whom it is about.", valueName: "file"), completion: .file())
        var subjects: String?

        @Flag(help: "The report as one JSON object.")
        var json = false

        @OptionGroup var home: HomeOptions

        private struct Report: Encodable {
            struct Recipient: Encodable {
                let principal: String
                let reader: String
                let messages: Int
            }

            let number: Int
            let principal: String?
            let opened_at: String
            let due_at: String
            let from: String
            let to: String
            let published: [String: Int]
            let read: [String: Int]
            let recipients: [Recipient]
            let subjects: Int
            let erased_messages: Int
        }

        func run() throws {
            guard let incident = try home.gateway.incidentFile.incidents().first(where: { $0.number == number }) else {
                throw CommandFailure(.dataError, "there is no incident \(number): `cuakhau incident list` shows them")
            }
            let inquiry = try IncidentInquiry(home: home.gateway)
            var bar = ProgressBar()
            let total = Double(max(1, inquiry.lastPosition))
            let report = try inquiry.report(on: incident) { pass, position in
                bar.show((Double(pass) + Double(position) / total) / 2, "\(position) of \(inquiry.lastPosition) messages")
            }
            bar.end()
            if let subjects {
                let lines = report.subjects.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)\n" }
                try PrivateFile.write(lines.joined(), to: subjects)
            }
            json ? try writeJSON(report) : write(report)
        }

        private static func recipients(_ report: IncidentReport) -> [(key: IncidentReport.Recipient, value: Int)] {
            report.recipients.sorted { ($0.key.principal, $0.key.reader) < ($1.key.principal, $1.key.reader) }
        }

        private func writeJSON(_ report: IncidentReport) throws {
            let incident = report.incident
            let row = Report(
                number: incident.number,
                principal: incident.principal,
                opened_at: Times.text(microseconds: incident.openedAt),
                due_at: Times.text(microseconds: incident.noticeDueAt),
                from: Times.text(microseconds: incident.from),
                to: Times.text(microseconds: incident.to),
                published: report.published,
                read: report.read,
                recipients: Self.recipients(report).map { .init(principal: $0.key.principal, reader: $0.key.reader, messages: $0.value) },
                subjects: report.subjects.count,
                erased_messages: report.erased
            )
            Terminal.write(try JSONLine.text(row))
        }

        private func write(_ report: IncidentReport) {
            let incident = report.incident
            let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
            Terminal.write(
                """
                Incident \(incident.number): \(incident.principal ?? "everything") from \(Times.text(microseconds: incident.from)) to \(Times.text(microseconds: incident.to))
                To be told by \(Times.text(microseconds: incident.noticeDueAt)): \(IncidentText.left(incident, at: now))
                People, cases and loans: \(report.subjects.count)
                """
            )
            if report.erased > 0 { Terminal.write("Messages about those who were erased: \(report.erased)") }
            for (title, counts) in [("Published", report.published), ("Read", report.read)] {
                Terminal.write("\n\(title), by type: \(counts.isEmpty ? "nothing about people" : "")")
                for (type, count) in counts.sorted(by: { $0.key < $1.key }) { Terminal.write("  \(count)  \(type)") }
            }
            guard !report.recipients.isEmpty else { return }
            Terminal.write("\nWho was given what was published:")
            var table = TextTable(["WHO", "BY", "MESSAGES"])
            for (recipient, count) in Self.recipients(report) { table.append([recipient.principal, recipient.reader, "\(count)"]) }
            for line in table.lines { Terminal.write(line) }
        }
    }
}
