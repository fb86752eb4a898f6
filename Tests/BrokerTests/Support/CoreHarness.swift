import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// A core with a journal in memory and a clock that stands still until it is told: what the router thread is in the program.
final class CoreHarness {
    let journal: ModelJournal
    private(set) var core: BrokerCore
    private(set) var now = Moment(wall: 1_767_225_600_000_000, monotonic: 1_000_000)
    private(set) var directory: PrincipalDirectory
    let limits: BrokerLimits
    private let retention: RetentionPolicy
    /// Frames that were sent and that no test has looked at yet, in the order they were sent.
    private(set) var inboxes: [ConnectionID: [Command.OneOf_Command]] = [:]
    private(set) var events: [BrokerEvent] = []
    /// Readings that wait for ``answerReadings()``.
    private(set) var readings: [ReaderRequest] = []
    private var connectionCount: UInt64 = 0

    private var sends: [(connection: ConnectionID, frame: [UInt8])] = []
    private var newReadings: [ReaderRequest] = []
    private var newEvents: [BrokerEvent] = []

    init(
        _ principals: [Principal] = Cast.all,
        limits: BrokerLimits = BrokerLimits(),
        journal: ModelJournal = ModelJournal(),
        retention: RetentionPolicy = RetentionPolicy()
    ) {
        self.journal = journal
        self.limits = limits
        self.retention = retention
        directory = PrincipalDirectory(principals)
        core = BrokerCore(
            catalogue: .standard,
            limits: limits,
            state: journal.recover(),
            directory: directory,
            now: now,
            software: "test",
            retention: retention
        )
    }

    // MARK: Time, people, crashes

    func advance(_ duration: Duration) {
        let microseconds = Int64(duration / .microseconds(1))
        now.wall += microseconds
        now.monotonic += microseconds
    }

    /// Sets the wall clock back or forth, as an administrator may.
    func setWall(_ wall: Int64) { now.wall = wall }

    func update(_ principals: [Principal]) {
        directory = PrincipalDirectory(principals)
        core.update(directory, now: now)
        collect()
    }

    func update(_ policy: Policy) {
        directory = PrincipalDirectory(directory.principals, policy: policy)
        core.update(directory, now: now)
        collect()
    }

    /// Everything that is not in the journal is lost.
    func crash() {
        core = BrokerCore(
            catalogue: .standard,
            limits: limits,
            state: journal.recover(),
            directory: directory,
            now: now,
            software: "test",
            retention: retention
        )
        inboxes.removeAll()
        readings.removeAll()
    }

    func newConnection() -> ConnectionID {
        connectionCount += 1
        return ConnectionID(rawValue: connectionCount)
    }

    // MARK: What goes in

    func receive(_ frame: [UInt8], from connection: ConnectionID, key: String?) {
        frame.withUnsafeBytes { core.receive($0, from: connection, key: key, now: now) }
        collect()
    }

    func tick() {
        core.tick(now: now)
        collect()
    }

    func lose(_ connection: ConnectionID) {
        core.connectionLost(connection, now: now)
        inboxes[connection] = nil
        collect()
    }

    // MARK: What comes out

    func flush() {
        core.flush(now: now)
        collect()
    }

    /// Lets the journal remove what it may, as long as there is more at this moment.
    func retain() {
        while let step = core.takeRetention(now: now) {
            do throws(JournalError) {
                core.removed(try journal.remove(step), now: now)
            } catch {
                core.removalFailed(error, now: now)
            }
            collect()
        }
    }

    func takeCommit() -> CommitRequest? {
        core.workBulk(now: now)
        collect()
        return core.takeCommit(now: now)
    }

    /// Stores a batch, or does not, and tells the core.
    func finish(_ request: CommitRequest) {
        do throws(JournalError) {
            let erased = try journal.commit(request.batch)
            core.committed(request.ticket, erased: erased, now: now)
        } catch {
            if error.code == .misuse { Issue.record("the core made a batch that no journal takes: \(error)") }
            core.commitFailed(request.ticket, error, now: now)
        }
        collect()
    }

    /// Takes the readings that wait, without answering them.
    func takeReadings() -> [ReaderRequest] {
        defer { readings.removeAll() }
        return readings
    }

    func answer(_ request: ReaderRequest) {
        core.read(answerOfJournal(to: request), now: now)
        collect()
    }

    func answerOfJournal(to request: ReaderRequest) -> ReaderAnswer {
        ReaderAnswer(ticket: request.ticket, subject: subject(of: request))
    }

    private func subject(of request: ReaderRequest) -> ReaderAnswer.Subject {
        do throws(JournalError) {
            switch request.subject {
            case .page(let from, let through, let types, let key):
                return .page(
                    try journal.page(
                        from: from,
                        through: through,
                        types: types,
                        key: key,
                        countMax: limits.pageMessagesMax,
                        bytesMax: limits.pageBytesMax
                    )
                )
            case .messages(let positions, let consumer): return .messages(try journal.messages(at: positions, consumer: consumer))
            case .deadLetters(let query): return .deadLetters(try journal.deadLetters(query))
            case .find(let high, let low, let from, let through):
                return .found(try journal.find(idHigh: high, idLow: low, from: from, through: through))
            case .chain(let correlation, let from, let countMax):
                return .chain(try journal.chain(correlation, from: from, countMax: countMax, bytesMax: limits.pageBytesMax))
            case .fates(let letters): return .fates(try journal.fates(of: letters))
            case .runs(let clients, let from): return .runs(try journal.runs(of: clients, from: from))
            case .locate(let time): return .located(try journal.position(atOrAfter: time))
            case .compare(let segment): return .compared(try journal.compare(segment))
            }
        } catch {
            return .failed(error)
        }
    }

    /// Commits, reads and delivers until nothing is left to do. Stored positions follow when time has passed: see ``settleAll()``.
    func settle() {
        flush()
        while true {
            if let request = takeCommit() {
                finish(request)
            } else if !readings.isEmpty {
                takeReadings().forEach(answer)
            } else if let due = core.bulkDueAt {
                advance(.microseconds(max(0, due - now.monotonic)))
            } else if !core.hasDeliveries {
                return
            }
            flush()
        }
    }

    /// Settles, and also what nobody waits for.
    func settleAll() {
        settle()
        advance(.milliseconds(20))
        settle()
    }

    /// Takes the frames that a connection was sent.
    func take(_ connection: ConnectionID) -> [Command.OneOf_Command] { inboxes.removeValue(forKey: connection) ?? [] }

    func takeEvents() -> [BrokerEvent] {
        defer { events.removeAll() }
        return events
    }

    private func collect() {
        core.takeEffects(&sends, &newReadings, &newEvents)
        for (connection, frame) in sends {
            guard let command = (try? Command(serializedBytes: frame))?.command else {
                Issue.record("the core sent a frame that is not CKP/1")
                continue
            }
            inboxes[connection, default: []].append(command)
        }
        readings += newReadings
        events += newEvents
    }
}
