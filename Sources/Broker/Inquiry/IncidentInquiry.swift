import Contracts
import Journal
import SwiftProtobuf

/// Gathers what a key or a period touched: what was published, what was read, whom it is about, and who was given it.
public struct IncidentInquiry {
    private let files: JournalFiles
    private let publishers: [UInt32: String]

    /// A part of what was told of a reading.
    private struct Reading {
        let principal: String
        let client: String
        let types: Set<String>
        let ranges: [ClosedRange<UInt64>]
        /// It was given these in between.
        let since: Int64
        let at: Int64

        func holds(_ position: UInt64, _ type: String) -> Bool { types.contains(type) && ranges.contains { $0.contains(position) } }
    }

    /// Opens the journal of a home, beside a running gateway too.
    ///
    /// - Throws: ``HomeError``, `JournalError`.
    public init(home: GatewayHome) throws {
        files = try JournalFiles(home: home)
        publishers = Dictionary(files.journal.state.clients.map { ($0.id, $0.principal) }) { $1 }
    }

    /// The journal's last message: for progress.
    public var lastPosition: UInt64 { files.lastPosition }

    public func report(on incident: Incident, progress: (_ pass: Int, _ position: UInt64) -> Void = { _, _ in }) throws -> IncidentReport {
        try files.home.noteInquiry(purpose: "incident \(incident.number)")
        var report = IncidentReport(incident)
        let readings = try readings(since: incident.from) { progress(0, $0) }
        // What was published after the period was neither published nor read in it.
        try files.journal.forEachMessage(where: { files.personal.contains($0) && $2 <= incident.to }, progress: { progress(1, $0) }) { found in
            try add(found.entry, readings, to: &report)
        }
        return report
    }

    private func readings(since time: Int64, _ progress: (UInt64) -> Void) throws -> [Reading] {
        var readings: [Reading] = []
        let open = try files.forEachReading(progress: progress) { record, beginning, since in
            guard record.at.microseconds >= time else { return }
            readings.append(
                Reading(
                    principal: beginning.principal,
                    client: beginning.client,
                    types: beginning.types,
                    ranges: record.ranges.map { $0.first...max($0.first, $0.last) },
                    since: since,
                    at: record.at.microseconds
                )
            )
        }
        // How far these came was not told: perhaps to the end, or to where the gateway was killed.
        for beginning in open where beginning.from <= lastPosition && beginning.cut?.at ?? .max >= time {
            readings.append(
                Reading(
                    principal: beginning.principal,
                    client: beginning.client,
                    types: beginning.types,
                    ranges: [max(1, beginning.from)...max(1, beginning.from, beginning.cut?.position ?? lastPosition)],
                    since: beginning.at,
                    at: beginning.cut?.at ?? .max
                )
            )
        }
        return readings
    }

    private func add(_ entry: MessageEntry, _ readings: [Reading], to report: inout IncidentReport) throws {
        let incident = report.incident
        let type = files.readers.name(of: entry.type)
        let publisher = publishers[entry.client] ?? ""
        let isPublished = incident.covers(entry.recordedAt) && (incident.principal ?? publisher) == publisher
        guard let segment = try files.journal.message(at: entry.position), let opened = segment.entries.first else { return }
        var isRead = false
        var recipients: Set<IncidentReport.Recipient> = []
        // Given after it came, and before that was told or answered: where any of that time lies in the period it may have been then.
        func note(_ principal: String, _ reader: String, _ since: Int64, _ time: Int64) {
            recipients.insert(IncidentReport.Recipient(principal: principal, reader: reader))
            let isInPeriod = max(since, entry.recordedAt) <= incident.to && time >= incident.from
            isRead = isRead || (isInPeriod && (incident.principal ?? principal) == principal)
        }
        for (consumer, _) in files.readers.consumers(for: segment)
        where isPublished || incident.principal == nil || incident.principal == consumer.principal {
            guard let at = try files.journal.fate(of: Letter(consumer: consumer.id, position: entry.position)).givenAt else { continue }
            note(consumer.principal, consumer.name, entry.recordedAt, at)
        }
        for reading in readings where reading.holds(entry.position, type) { note(reading.principal, reading.client, reading.since, reading.at) }
        guard isPublished || isRead else { return }
        if isRead { report.read[type, default: 0] += 1 }
        if isPublished {
            report.published[type, default: 0] += 1
            for recipient in recipients { report.recipients[recipient, default: 0] += 1 }
        }
        guard opened.condition == .whole || opened.condition == .partlyErased else { return report.erased += 1 }
        for subject in Set(try files.journal.subjects(at: entry.position)) {
            report.subjects[String(decoding: subject, as: UTF8.self), default: 0] += 1
        }
    }
}
