import ArgumentParser
import Broker
import Contracts

/// `cuakhau retention --home DIR`
struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "How long messages of each type are kept.",
        discussion: """
            What gateway.yaml says under retention, and else what the type itself says. Nothing is removed that a durable consumer still waits for, \
            but for what has a hard limit. A running gateway takes a change up when it is started again.

            Example:
              cuakhau retention --home /srv/cuakhau
            """
    )

    @Flag(help: "One JSON object a line.")
    var json = false

    @OptionGroup var home: HomeOptions

    private struct Row: Encodable {
        let type: String
        let age_days: Int?
        let count: Int?
        let bytes: Int?
        let hard_age_days: Int?
    }

    func run() throws {
        let policy = try home.gateway.configuration().retentionPolicy()
        let rows = Catalogue.standard.types.map { type in
            let rule = policy.rule(for: type)
            return Row(type: type.name, age_days: rule.ageDays, count: rule.count, bytes: rule.bytes, hard_age_days: rule.hardAgeDays)
        }
        if json {
            for row in rows { Terminal.write(try JSONLine.text(row)) }
            return
        }
        func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "–" }
        var table = TextTable(["TYPE", "DAYS", "MESSAGES", "BYTES", "HARD LIMIT DAYS"])
        for row in rows { table.append([row.type, text(row.age_days), text(row.count), text(row.bytes), text(row.hard_age_days)]) }
        for line in table.lines { Terminal.write(line) }
        if let bytesMax = policy.bytesMax { Terminal.write("All together: at most \(bytesMax) bytes of messages.") }
    }
}
