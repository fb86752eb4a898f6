import ArgumentParser
import Broker

/// What a principal may take of the gateway.
struct QuotaOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Messages it may publish a second.", valueName: "n"))
    var messagesPerSecond: Int?

    @Option(name: .long, help: ArgumentHelp("Bytes it may publish a second.", valueName: "n"))
    var bytesPerSecond: Int?

    @Option(name: .long, help: ArgumentHelp("Sessions it may have at once.", valueName: "n"))
    var sessions: Int?

    @Option(name: .long, help: ArgumentHelp("Messages each of its clients may have unconfirmed.", valueName: "n"))
    var unconfirmed: Int?

    @Option(name: .long, help: ArgumentHelp("Its messages that a consumer may still wait for.", valueName: "n"))
    var backlog: Int?

    func validate() throws {
        guard [messagesPerSecond, bytesPerSecond, sessions, unconfirmed, backlog].allSatisfy({ $0.map { $0 >= 0 } ?? true }) else {
            throw ValidationError("a quota is at least 1, or 0 for none")
        }
    }

    /// A quota with what was named on the command line: 0 takes a limit away.
    func changed(_ quota: Quota) -> Quota {
        func value(_ named: Int?, _ present: Int?) -> Int? { named.map { $0 == 0 ? nil : $0 } ?? present }
        return Quota(
            messagesPerSecond: value(messagesPerSecond, quota.messagesPerSecond),
            bytesPerSecond: value(bytesPerSecond, quota.bytesPerSecond),
            sessions: value(sessions, quota.sessions),
            unconfirmed: value(unconfirmed, quota.unconfirmed),
            backlog: value(backlog, quota.backlog)
        )
    }
}
