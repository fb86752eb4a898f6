import ArgumentParser
import Client

/// `cuakhau stats --profile FILE`
struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "What a running gateway counts.",
        discussion: """
            Needs a profile of the role operator or auditor; `cuakhau init` made one.

            Example:
              cuakhau stats --profile /srv/cuakhau/profiles/operator.yaml --json
            """
    )

    @Flag(help: "As JSON, in the names of the protocol.")
    var json = false

    @Option(help: ArgumentHelp("How long to wait for the gateway.", valueName: "seconds"))
    var timeout = 10

    @OptionGroup var profile: ProfileOptions

    func run() async throws {
        let profile = try profile.load()
        let stats = try await withDeadline(
            .seconds(max(1, timeout)),
            or: "no answer from the gateway within \(timeout) s: is it running, and is the profile's endpoint right?"
        ) {
            try await GatewayStats.request(profile: profile)
        }
        if json {
            Terminal.write(try stats.json())
            return
        }
        var counts = TextTable(["", ""])
        for (name, value) in [
            ("last position", stats.lastPosition), ("journal bytes", stats.journalBytes), ("sessions", UInt64(stats.sessions)),
            ("confirmed", stats.confirmed), ("repeats recognised", stats.duplicates), ("refused", stats.refused), ("delivered", stats.delivered),
            ("redelivered", stats.redelivered), ("acknowledged", stats.acknowledged), ("commits", stats.commits),
        ] { counts.append([name, "\(value)"]) }
        Terminal.write("Running since \(Times.text(microseconds: stats.startedAt)). Counts since then:")
        for line in counts.lines.dropFirst() { Terminal.write("  " + line) }
        guard !stats.consumers.isEmpty else { return }
        Terminal.write("")
        var consumers = TextTable(["CONSUMER", "FILTER", "STATE", "POSITION", "LAG", "AGE S", "IN FLIGHT", "DELIVERED", "ACKNOWLEDGED"])
        for consumer in stats.consumers {
            consumers.append([
                "\(consumer.principal)/\(consumer.name.isEmpty ? "(tail)" : consumer.name)", consumer.filter,
                (consumer.isConnected ? "connected" : "away") + (consumer.isSlow ? ", slow" : "")
                    + (consumer.expired > 0 ? ", \(consumer.expired) expired" : ""), "\(consumer.position)", "\(consumer.lag)",
                Times.age(since: consumer.waitingSince, at: stats.time), "\(consumer.inFlight)",
                "\(consumer.delivered)", "\(consumer.acknowledged)",
            ])
        }
        for line in consumers.lines { Terminal.write(line) }
    }
}
