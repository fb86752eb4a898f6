import ArgumentParser
import Broker
import Foundation

/// `cuakhau access SUBJECT --home DIR`
struct AccessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Who was given what about a person, a case or a loan, and why.",
        discussion: """
            Answers a worker who asks who read their data: which agencies' consumers dealt with messages about them, who looked at these by a tail, a replay or among dead \
            letters, when, and for what purpose. It shows nothing of the messages, nor which they are. Reads the gateway's files, beside a running gateway too, with the master key; \
            that it was asked, by whom and why, is told in the audit chain.

            SUBJECT is what messages call it: a worker_ref, document_token, case_id, loan_ref, voice_id or referral_ref. What the gateway does not see it cannot tell: what an \
            agency did with what it was given is for that agency to answer.

            Examples:
              cuakhau access 01JD0000000000000000000000 --purpose 'request 17/2026' --home /srv/cuakhau
              cuakhau access 01JD0000000000000000000000 --purpose 'request 17/2026' --home /srv/cuakhau --json
            """
    )

    @Argument(help: "Whom it is about.")
    var subject: String

    @Option(help: ArgumentHelp("Why it is asked: a reference to the request; never anything about a person.", valueName: "text"))
    var purpose: String

    @Flag(help: "One JSON object a line.")
    var json = false

    @OptionGroup var home: HomeOptions

    private struct ReadingRow: Encodable {
        let principal: String
        let reader: String
        let way: String
        let purpose: String
        let messages: Int
        let first_at: String
        let last_at: String
        let approval: UInt64?
        let certain: Bool
    }

    func run() throws {
        let inquiry = try AccessInquiry(home: home.gateway)
        var bar = ProgressBar()
        let total = Double(max(1, inquiry.lastPosition))
        let report = try inquiry.report(on: subject, purpose: purpose) { pass, position in
            bar.show((Double(pass) + Double(position) / total) / 2, "\(position) of \(inquiry.lastPosition) messages")
        }
        bar.end()
        json ? try writeJSON(report) : write(report)
    }

    private func writeJSON(_ report: AccessReport) throws {
        for reading in report.readings {
            Terminal.write(
                try JSONLine.text(
                    ReadingRow(
                        principal: reading.principal,
                        reader: reading.reader,
                        way: reading.way.rawValue,
                        purpose: reading.purpose,
                        messages: reading.positions.count,
                        first_at: Times.text(microseconds: reading.firstAt),
                        last_at: Times.text(microseconds: reading.lastAt),
                        approval: reading.approval > 0 ? reading.approval : nil,
                        certain: reading.isCertain
                    )
                )
            )
        }
    }

    private func write(_ report: AccessReport) {
        guard report.isKnown else {
            Terminal.write("The gateway has never stored anything about it under a key of its own.")
            return
        }
        if let erasedAt = report.erasedAt {
            Terminal.write("Erased \(Times.text(microseconds: erasedAt)): nothing of before can be read any more. Who was given it before:")
        }
        var readings = TextTable(["WHO", "MESSAGES", "FIRST", "LAST", "HOW", "PURPOSE"])
        for reading in report.readings {
            readings.append([
                reading.way == .consumer ? "\(reading.principal)/\(reading.reader)" : reading.reader, "\(reading.positions.count)",
                Times.text(microseconds: reading.firstAt), Times.text(microseconds: reading.lastAt), Self.text(reading),
                reading.purpose + (reading.approval > 0 ? " (bulk read \(reading.approval))" : ""),
            ])
        }
        for line in readings.lines { Terminal.write(line) }
    }

    private static func text(_ reading: AccessReport.Reading) -> String {
        switch reading.way {
        case .consumer: reading.isCertain ? "dealt with" : "perhaps dealt with: it may not read that today"
        case .forgottenConsumer: "perhaps: a consumer that was forgotten"
        case .unanswered: "was given it, and did not answer"
        case .reading: reading.isCertain ? "looked at" : "perhaps: its end was not told"
        case .deadLetters: "looked at among dead letters"
        }
    }
}
