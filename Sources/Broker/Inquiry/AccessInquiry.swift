import Contracts
import Journal
import SwiftProtobuf

/// Finds out who was given what about one person, case or loan: out of receipts, and of what was told of readings.
///
/// A receipt says that a consumer had come past a message; that it was for it is decided by the principals, the policy and the filters of today.
public struct AccessInquiry {
    private let files: JournalFiles

    /// Opens the journal of a home, beside a running gateway too.
    ///
    /// - Throws: ``HomeError``, `JournalError`.
    public init(home: GatewayHome) throws { files = try JournalFiles(home: home) }

    /// The journal's last message: for progress.
    public var lastPosition: UInt64 { files.lastPosition }

    /// - Parameters:
    ///   - subject: As messages call them.
    ///   - purpose: Why it is looked up, in 3 to 200 bytes; told in the audit chain before anything is read.
    ///   - progress: Called now and then with the position, in each of two passes.
    public func report(on subject: String, purpose: String, progress: (_ pass: Int, _ position: UInt64) -> Void = { _, _ in }) throws -> AccessReport
    {
        try files.home.noteInquiry(purpose: purpose)
        var report = AccessReport()
        let keys = try files.journal.keys(of: Array(subject.utf8))
        report.isKnown = !keys.isEmpty
        report.erasedAt = keys.compactMap(\.erasedAt).max()
        guard report.isKnown else { return report }
        let wanted = Set(keys.map(\.number))
        try files.journal.forEachMessage(where: { type, _, _ in files.personal.contains(type) }, progress: { progress(0, $0) }) { found in
            guard found.subjects.contains(where: wanted.contains) else { return }
            report.messages.append(AccessReport.Message(position: found.entry.position, type: files.readers.name(of: found.entry.type)))
        }
        try addReceipts(to: &report)
        try addReadings(to: &report, progress)
        report.readings.sort { ($0.firstAt, $0.principal, $0.reader) < ($1.firstAt, $1.principal, $1.reader) }
        return report
    }

    private func addReceipts(to report: inout AccessReport) throws {
        var readings: [UInt32: AccessReport.Reading] = [:]
        for message in report.messages {
            guard let segment = try files.journal.message(at: message.position) else { continue }
            for (consumer, isForItToday) in files.readers.consumers(for: segment) {
                guard let at = try files.journal.fate(of: Letter(consumer: consumer.id, position: message.position)).givenAt else { continue }
                var reading =
                    readings[consumer.id]
                    ?? AccessReport.Reading(
                        principal: consumer.principal,
                        reader: consumer.name,
                        way: .consumer,
                        purpose: consumer.purpose,
                        positions: [],
                        firstAt: at,
                        lastAt: at,
                        approval: 0,
                        isCertain: true
                    )
                reading.add(message.position, at)
                reading.isCertain = reading.isCertain && isForItToday
                readings[consumer.id] = reading
            }
        }
        report.readings += readings.values
    }

    private func addReadings(to report: inout AccessReport, _ progress: (Int, UInt64) -> Void) throws {
        // By reading; of a consumer that did not answer, all of its sessions together.
        var readings: [String: AccessReport.Reading] = [:]
        let messages = report.messages
        let dealtWith = report.readings.map { (client: "\($0.principal)/\($0.reader)", positions: $0.positions) }
        let open = try files.forEachReading(progress: { progress(1, $0) }) { record, beginning, _ in
            for message in messages where beginning.types.contains(message.type) {
                guard record.ranges.contains(where: { ($0.first...max($0.first, $0.last)).contains(message.position) }) else { continue }
                let at = record.at.microseconds
                // What it answered later has a receipt.
                let isAnswered =
                    record.kind == .unanswered && dealtWith.contains(where: { $0.client == record.client && $0.positions.contains(message.position) })
                guard !isAnswered else { continue }
                let key = record.kind == .unanswered ? record.client : "\(record.number)"
                readings[key, default: Self.reading(beginning, record.kind, at)].add(message.position, at)
            }
        }
        report.readings += readings.values
        // Of these it was never told how far they came.
        for beginning in open {
            let known = Set(readings.values.filter { $0.reader == beginning.client && $0.firstAt >= beginning.at }.flatMap(\.positions))
            let possible = messages.filter {
                $0.position >= beginning.from && $0.position < beginning.cut?.position ?? .max && beginning.types.contains($0.type)
                    && !known.contains($0.position)
            }
            guard !possible.isEmpty else { continue }
            var reading = Self.reading(beginning, .begun, beginning.at)
            for message in possible { reading.add(message.position, beginning.at) }
            report.readings.append(reading)
        }
    }

    private static func way(_ kind: Langson_Gateway_V1_ReadKind) -> AccessReport.Way {
        switch kind {
        case .deadLetters: .deadLetters
        case .consumerForgotten: .forgottenConsumer
        case .unanswered: .unanswered
        default: .reading
        }
    }

    private static func reading(_ beginning: ReadRecords.Beginning, _ kind: Langson_Gateway_V1_ReadKind, _ at: Int64) -> AccessReport.Reading {
        AccessReport.Reading(
            principal: beginning.principal,
            reader: beginning.client,
            way: way(kind),
            purpose: beginning.purpose,
            positions: [],
            firstAt: at,
            lastAt: at,
            approval: beginning.approval,
            isCertain: kind != .begun && kind != .consumerForgotten
        )
    }
}

extension AccessReport.Reading {
    mutating func add(_ position: UInt64, _ at: Int64) {
        positions.append(position)
        (firstAt, lastAt) = (min(firstAt, at), max(lastAt, at))
    }
}

extension Fate {
    /// When the consumer had been given it, at the latest; nil: it may not have been.
    var givenAt: Int64? {
        switch self {
        case .open: nil
        case .settled(let at), .dead(let at, _, _), .discarded(let at): at
        }
    }
}
