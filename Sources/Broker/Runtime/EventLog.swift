import Logging

/// Writes the core's events to the log. Names clients and codes; a message's content never comes here.
///
/// What a peer can cause again and again is written a few times, and then once a minute with a count: nobody fills the gateway's disk by knocking.
struct EventLog {
    private let logger: Logger
    private var noted: [String: Noted] = [:]

    private struct Noted {
        var burst = 0
        var unwritten = 0
        var since: ContinuousClock.Instant
    }

    /// Lines of one kind about one client that are written in a minute.
    private static let burstMax = 10
    /// Kinds and clients remembered; above it those of earlier minutes are let go.
    private static let notedMax = 4_096
    private static let period: Duration = .seconds(60)

    init(_ logger: Logger) {
        self.logger = logger
    }

    mutating func record(_ event: BrokerEvent) {
        switch event {
        case .sessionOpened(let client, let role, let software, let epoch):
            note(
                .info,
                "session opened",
                about: client,
                ["client": "\(client)", "role": "\(role)", "software": "\(software)", "epoch": "\(epoch)"]
            )
        case .sessionEnded(let client, let reason):
            note(.info, "session ended", about: client, ["client": "\(client)", "reason": "\(reason)"])
        case .helloRefused(let code): note(.warning, "hello refused", about: code, ["code": "\(code)"])
        case .consumerCreated(let principal, let consumer, let filter):
            note(
                .info,
                "consumer created",
                about: principal,
                ["principal": "\(principal)", "consumer": "\(consumer)", "filter": "\(filter)"]
            )
        case .consumerForgotten(let principal, let consumer):
            note(.info, "consumer forgotten", about: principal, ["principal": "\(principal)", "consumer": "\(consumer)"])
        case .consumerSlow(let principal, let consumer, let messages, let seconds):
            note(
                .warning,
                "a consumer is slow: is its agency connected?",
                about: principal,
                ["principal": "\(principal)", "consumer": "\(consumer)", "messages": "\(messages)", "seconds": "\(seconds)"]
            )
        case .consumerCaughtUp(let principal, let consumer):
            note(.notice, "a consumer has caught up", about: principal, ["principal": "\(principal)", "consumer": "\(consumer)"])
        case .expired(let principal, let consumer, let type, let count):
            note(
                .error,
                "a hard limit of retention removed messages that a consumer had not dealt with",
                about: principal + consumer,
                ["principal": "\(principal)", "consumer": "\(consumer)", "type": "\(type)", "messages": "\(count)"]
            )
        case .backlogFull(let principal, let messages, let consumer):
            note(
                .warning,
                "a principal is told to wait: a consumer does not keep up with its messages",
                about: principal,
                ["principal": "\(principal)", "messages": "\(messages)", "consumer": "\(consumer)"]
            )
        case .removalFailed(let code):
            note(.error, "old messages could not be removed: it is tried again", about: code, ["code": "\(code)"])
        case .sequenceJumped(let client, let from, let to):
            note(
                .error,
                "a client had messages confirmed that this journal does not hold: was it restored from an older state?",
                about: client,
                ["client": "\(client)", "journal_has": "\(from)", "client_had": "\(to)"]
            )
        case .refused(let client, let code, let count):
            note(.notice, "messages refused", about: client + code, ["client": "\(client)", "code": "\(code)", "messages": "\(count)"])
        case .commitFailed(let code):
            note(.error, "nothing was stored: the senders were told to try again", about: code, ["code": "\(code)"])
        case .readFailed(let code):
            note(.error, "the journal could not be read: the readers were told to try again", about: code, ["code": "\(code)"])
        case .terminated(let principal, let position):
            note(.notice, "a message was given up", about: principal, ["principal": "\(principal)", "position": "\(position)"])
        case .died(let principal, let consumer, let position):
            note(
                .warning,
                "a message is among the dead letters now: `cuakhau dead list` shows it",
                about: "\(principal)/\(consumer)",
                ["principal": "\(principal)", "consumer": "\(consumer)", "position": "\(position)"]
            )
        case .deadLettersFull(let principal, let consumer):
            note(
                .error,
                "no room for more dead letters: further ones hold their consumer back until some are retried or discarded",
                about: "\(principal)/\(consumer)",
                ["principal": "\(principal)", "consumer": "\(consumer)"]
            )
        case .vanished(let principal, let consumer, let position):
            note(
                .notice,
                "a message that was to go out again is gone, or not for this consumer any more",
                about: "\(principal)/\(consumer)",
                ["principal": "\(principal)", "consumer": "\(consumer)", "position": "\(position)"]
            )
        case .consumerChanged(let principal, let consumer, let by):
            note(.notice, "consumer changed", about: principal, ["principal": "\(principal)", "consumer": "\(consumer)", "by": "\(by)"])
        case .deadLettersResolved(let principal, let consumer, let count, let isDiscarded, let by):
            // Each of them: who threw what away must not depend on how much else happened.
            logger.notice(
                isDiscarded ? "dead letters discarded" : "dead letters are tried again",
                metadata: ["principal": "\(principal)", "consumer": "\(consumer)", "count": "\(count)", "by": "\(by)"]
            )
        case .keyExpires(let principal, let days):
            logger.warning(
                days > 0 ? "a key expires soon: `cuakhau principal rotate` adds the next one" : "a key expires today, or has expired",
                metadata: ["principal": "\(principal)", "days": "\(days)"]
            )
        case .subjectErased(let client): logger.notice("a subject is erased", metadata: ["by": "\(client)"])
        case .replayBegan(let client, let filter, let from, let through, let perSecond):
            note(
                .notice,
                "replay began",
                about: client,
                ["client": "\(client)", "filter": "\(filter)", "from": "\(from)", "through": "\(through)", "per_second": "\(perSecond)"]
            )
        case .replayEnded(let client, let filter, let messages, let isComplete):
            note(
                .notice,
                isComplete ? "replay ended" : "replay broken off",
                about: client,
                ["client": "\(client)", "filter": "\(filter)", "messages": "\(messages)"]
            )
        case .undeliverable(let position, let type):
            note(
                .error,
                "a stored message cannot be cut for a reader: it was kept from it",
                about: type,
                ["position": "\(position)", "type": "\(type)"]
            )
        }
    }

    /// A peer that may not connect tries again and again.
    mutating func connectionRefused(_ reason: String) { note(.warning, "connection refused", about: reason, ["reason": "\(reason)"]) }

    /// Whoever sends a message without an end, or says nothing while no descriptor is left.
    mutating func connectionsEnded(_ count: Int) {
        note(
            .warning,
            "connections ended: a message without an end, or nothing said while no descriptor was left",
            about: "",
            ["count": "\(count)"],
            burstMax: 1
        )
    }

    /// Those that are in are served; nobody else comes in until some are closed.
    mutating func noDescriptorLeft() {
        note(
            .error,
            "no file descriptor is left: new clients do not get in. Raise LimitNOFILE, or look who holds connections open",
            about: "",
            [:],
            burstMax: 1
        )
    }

    mutating func principalsNotReloaded(_ reason: String) {
        note(.error, "principals and policy not reloaded: the earlier ones stay", about: reason, ["reason": "\(reason)"])
    }

    mutating func officersNotReloaded(_ reason: String) {
        note(.error, "officers not reloaded: the earlier ones stay", about: reason, ["reason": "\(reason)"])
    }

    private mutating func note(
        _ level: Logger.Level,
        _ message: Logger.Message,
        about subject: String,
        _ metadata: Logger.Metadata,
        burstMax: Int = Self.burstMax
    ) {
        let now = ContinuousClock.now
        let kind = "\(message) \(subject)"
        var entry = noted[kind] ?? Noted(since: now)
        if now - entry.since >= Self.period { (entry.burst, entry.since) = (0, now) }
        if entry.burst < burstMax {
            entry.burst += 1
            var metadata = metadata
            if entry.unwritten > 0 { metadata["earlier_unwritten"] = "\(entry.unwritten)" }
            entry.unwritten = 0
            logger.log(level: level, message, metadata: metadata)
        } else {
            entry.unwritten += 1
        }
        if noted.count >= Self.notedMax, noted[kind] == nil { noted = noted.filter { now - $0.value.since < Self.period } }
        if noted.count < Self.notedMax { noted[kind] = entry }
    }
}
