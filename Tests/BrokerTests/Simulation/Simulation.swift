import Contracts
import Foundation
import Journal
import SwiftProtobuf
import Wire

@testable import Broker

/// A gateway's core with a journal in memory, a clock that is turned, clients that misbehave and a disk that is slow, full or gone: one run of a
/// ``SimulationPlan``. The same plan gives the same run, to the byte.
final class Simulation {
    enum Owner {
        case publisher(Int)
        case agent(Int)
        case `operator`
        case replay
    }

    struct Held {
        let agent: Int
        let connection: ConnectionID
        let answer: SimulatedAnswer
    }

    let plan: SimulationPlan
    let sabotage: Sabotage?
    let journal = ModelJournal()
    let judge: Judge
    let templates: Templates
    var core: BrokerCore
    var now = Moment(wall: 1_767_225_600_000_000, monotonic: 1_000_000)
    var publishers: [SimulatedPublisher]
    var agents: [SimulatedAgent] = []
    var `operator`: ConnectionID?
    var replay: SimulatedReplay?
    var operatorHeard: Int64 = 0
    var requestCount: UInt64 = 0
    var requestFailed = false
    private var owners: [Owner] = []

    var commit: CommitRequest?
    var readings: [ReaderRequest] = []
    var isSlow = false
    var held: [Held] = []
    /// What the gateway refused of the answer that is being given.
    private var refusals: [AckRange] = []
    /// Readable lines of what happens; nil: nobody reads them.
    var lines: [String]?
    /// Of everything that was sent, where a test compares runs.
    var digest: UInt64?

    private var sends: [(connection: ConnectionID, frame: [UInt8])] = []
    private var newReadings: [ReaderRequest] = []
    private var events: [BrokerEvent] = []

    init(_ plan: SimulationPlan, sabotage: Sabotage? = nil, isTold: Bool = false) {
        self.plan = plan
        self.sabotage = sabotage
        lines = isTold ? [] : nil
        templates = Templates.shared
        publishers = [
            SimulatedPublisher(Cast.border, name: "border/a"), SimulatedPublisher(Cast.border, name: "border/b"),
            SimulatedPublisher(Cast.labour, name: "labour/a"),
        ]
        var consumers: [JudgedConsumer] = []
        for (number, reading) in plan.readings.enumerated() {
            let first = agents.count
            for _ in 0..<reading.agents {
                agents.append(SimulatedAgent(reading.principal, name: "\(reading.principal.name)/\(agents.count)", consumer: number))
            }
            consumers.append(JudgedConsumer(reading, agents: first..<agents.count, keys: 2 * plan.keys + 1))
        }
        judge = Judge(consumers)
        core = Self.core(plan, journal, now, sabotage)
    }

    private static func core(_ plan: SimulationPlan, _ journal: ModelJournal, _ now: Moment, _ sabotage: Sabotage?) -> BrokerCore {
        BrokerCore(
            catalogue: .standard,
            limits: plan.limits,
            state: journal.recover(),
            directory: PrincipalDirectory(Cast.all),
            now: now,
            software: "simulation",
            retention: plan.retention,
            sabotage: sabotage
        )
    }

    /// Runs it.
    ///
    /// - Returns: What was wrong, and after how many steps; nil: nothing.
    func run() -> (step: Int, text: String)? {
        for publisher in publishers.indices { connect(publisher: publisher) }
        for agent in agents.indices { connect(agent: agent) }
        for (index, step) in plan.steps.enumerated() {
            take(step)
            settle()
            if let text = judge.violation { return (index + 1, text) }
        }
        bringToRest()
        return judge.violation.map { (plan.steps.count, $0) }
    }

    func tell(_ text: @autoclosure () -> String) {
        guard lines != nil else { return }
        lines?.append("\(now.monotonic / 1_000) ms: \(text())")
    }

    func newConnection(_ owner: Owner) -> ConnectionID {
        owners.append(owner)
        return ConnectionID(rawValue: UInt64(owners.count))
    }

    // MARK: What goes in

    func send(_ frame: [UInt8], over connection: ConnectionID, _ principal: Principal) {
        frame.withUnsafeBytes { core.receive($0, from: connection, key: principal.keys[0], now: now) }
        collect()
    }

    func send(_ kind: CommandKind, _ command: some SwiftProtobuf.Message, over connection: ConnectionID, _ principal: Principal) {
        send([UInt8](command: kind, command), over: connection, principal)
    }

    func hello(_ name: String, over connection: ConnectionID, _ principal: Principal) {
        let hello = Hello.with {
            $0.versionMin = 1
            $0.versionMax = 1
            $0.client = name
        }
        send(.hello, hello, over: connection, principal)
    }

    /// An answer reaches the gateway over a connection that may be an old one.
    func send(_ held: Held) {
        let agent = agents[held.agent]
        tell("\(agent.name) answers: \(held.answer.text)\(agent.connection == held.connection ? "" : " (over an old connection)")")
        refusals.removeAll(keepingCapacity: true)
        if agent.connection == held.connection {
            agents[held.agent].lastHeard = now.monotonic
            judge.answered(held.agent, judge.consumers[agent.consumer], held.answer, now)
        }
        send(held.answer.frame, over: held.connection, agent.principal)
        judge.refused(refusals)
    }

    // MARK: The disk

    /// Commits, reads and delivers as far as the disk goes.
    func settle() {
        flush()
        for _ in 0..<1_000 {
            core.workBulk(now: now)
            if commit == nil { commit = core.takeCommit(now: now) }
            guard !isSlow, judge.violation == nil else { return }
            if commit != nil {
                finishCommit()
            } else if !readings.isEmpty {
                answerReading(0)
            } else if !core.hasDeliveries {
                return retain()
            }
            flush()
        }
        judge.find("the gateway never stops asking for the disk, or delivering")
    }

    /// Lets the journal go of what nobody waits for. That nothing else is lost the judge sees of every consumer.
    private func retain() {
        guard let step = core.takeRetention(now: now) else { return }
        do throws(JournalError) {
            let outcome = try journal.remove(step)
            if !outcome.removed.isEmpty { tell("retention lets go of \(outcome.removed)") }
            core.removed(outcome, now: now)
        } catch {
            core.removalFailed(error, now: now)
        }
        collect()
    }

    func flush() {
        judge.expire(now)
        core.flush(now: now)
        collect()
    }

    func finishCommit() {
        guard let request = commit else { return }
        commit = nil
        do throws(JournalError) {
            try journal.commit(request.batch)
            stored(request.batch)
            core.committed(request.ticket, now: now)
        } catch {
            tell("the disk does not take a batch: \(error.code.rawValue)")
            if error.code == .misuse { judge.find("a batch that no journal takes: \(error.detail)") }
            core.commitFailed(request.ticket, error, now: now)
        }
        collect()
    }

    /// A batch is on disk, whether the gateway hears of it or not.
    func stored(_ batch: JournalBatch) {
        var ids: [UInt32: JudgedConsumer] = [:]
        for consumer in judge.consumers {
            if let record = journal.consumer(consumer.principal, consumer.name) { ids[record.id] = consumer }
        }
        tell("a batch is on disk\(Self.text(batch))")
        judge.stored(batch, journal, consumerIDs: ids) { entry, consumer in self.key(of: entry, for: consumer) }
    }

    private static func text(_ batch: JournalBatch) -> String {
        var text = ""
        if let entries = batch.messages?.entries, let first = entries.first, let last = entries.last {
            text += ", messages \(first.position)-\(last.position)"
        }
        if !batch.failures.isEmpty { text += ", failures \(batch.failures.map { "\($0.letter.position)x\($0.count)" })" }
        if !batch.deadLetters.isEmpty { text += ", dead \(batch.deadLetters.map(\.letter.position))" }
        if !batch.retried.isEmpty { text += ", retried \(batch.retried.map(\.position))" }
        if !batch.resolved.isEmpty { text += ", resolved \(batch.resolved.map(\.position))" }
        for move in batch.positions { text += ", consumer \(move.id) at \(move.position)" + (move.ahead.map { " and \($0)" } ?? "") }
        return text
    }

    /// The gateway's own messages are for the principal that they are about.
    private func noticeKey(of entry: MessageEntry, for consumer: JudgedConsumer) -> Int? {
        guard plan.readings.first(where: { $0.name == consumer.name })?.filter == ">", !isForOversight(entry) else { return nil }
        return journal.message(at: entry.position).key == Array(consumer.principal.utf8) ? 2 * plan.keys : nil
    }

    /// The key of a message, where a consumer is entitled to it.
    private func key(of entry: MessageEntry, for consumer: JudgedConsumer) -> Int? {
        if entry.client == journal.client(Principal.gatewayName)?.id { return noticeKey(of: entry, for: consumer) }
        let label = MessageLabel(idLow: entry.idLow)
        if label.sequence != entry.clientSequence { judge.find("a message is stored under another sequence than its own") }
        let isContract = label.publisher == 2
        guard let reading = plan.readings.first(where: { $0.name == consumer.name }) else { return nil }
        switch reading.filter {
        case "gate.>": return isContract ? nil : label.key
        case "contract.>": return isContract ? plan.keys + label.key : nil
        default: return isContract ? plan.keys + label.key : label.key
        }
    }

    func answerReading(_ index: Int) {
        guard !readings.isEmpty else { return }
        let request = readings.remove(at: index % readings.count)
        core.read(ReaderAnswer(ticket: request.ticket, subject: subject(of: request)), now: now)
        collect()
    }

    private func subject(of request: ReaderRequest) -> ReaderAnswer.Subject {
        do throws(JournalError) {
            switch request.subject {
            case .page(let from, let through, let types, let key):
                let countMax = plan.limits.pageMessagesMax
                return .page(
                    try journal.page(from: from, through: through, types: types, key: key, countMax: countMax, bytesMax: plan.limits.pageBytesMax)
                )
            case .messages(let positions, let consumer): return .messages(try journal.messages(at: positions, consumer: consumer))
            case .deadLetters(let query): return .deadLetters(try journal.deadLetters(query))
            case .find(let high, let low, let from, let through):
                return .found(try journal.find(idHigh: high, idLow: low, from: from, through: through))
            case .chain(let correlation, let from, let countMax):
                return .chain(try journal.chain(correlation, from: from, countMax: countMax, bytesMax: plan.limits.pageBytesMax))
            case .fates(let letters): return .fates(try journal.fates(of: letters))
            case .runs(let clients, let from): return .runs(try journal.runs(of: clients, from: from))
            case .locate(let time): return .located(try journal.position(atOrAfter: time))
            case .compare(let segment): return .compared(try journal.compare(segment))
            }
        } catch {
            return .failed(error)
        }
    }

    /// The gateway's process is gone, and another one starts.
    func crash(isCommitStored: Bool) {
        if isCommitStored, let request = commit, (try? journal.commit(request.batch)) != nil { stored(request.batch) }
        tell("the gateway crashes, and starts again")
        commit = nil
        readings.removeAll()
        core = Self.core(plan, journal, now, sabotage)
        `operator` = nil
        replay = nil
        for index in publishers.indices { publishers[index].connection = nil }
        for index in agents.indices {
            agents[index].connection = nil
            agents[index].isSubscribed = false
        }
        for consumer in judge.consumers { judge.restarted(consumer, journal.consumer(consumer.principal, consumer.name), journal, now) }
    }

    // MARK: What comes out

    func collect() {
        core.takeEffects(&sends, &newReadings, &events)
        readings += newReadings
        let sends = sends
        for (connection, frame) in sends {
            if digest != nil { digest = frame.reduce(digest ?? 0) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 } }
            frame.withUnsafeBytes { bytes in
                guard let command = try? ParsedFrame(bytes) else { return judge.find("the gateway sent a frame that is no CKP/1") }
                switch owners[Int(connection.rawValue) - 1] {
                case .publisher(let number): received(command, publisher: number, connection)
                case .agent(let number): received(command, bytes, agent: number, connection)
                case .replay: received(command, bytes, replay: connection)
                case .operator: if command.kind == .error { requestFailed = true }
                }
            }
        }
    }

    private func received(_ command: ParsedFrame, publisher number: Int, _ connection: ConnectionID) {
        switch command.kind {
        case .confirm:
            guard let confirm = Confirm(payload: command.payload) else { return judge.find("a confirm is malformed") }
            for range in confirm.ranges {
                for offset in 0..<UInt64(range.count) { confirmed(range.sequence + offset, range.position + offset, number) }
            }
            if !confirm.refused.isEmpty { publishers[number].mustSendAgain = true }
            for refusal in confirm.refused where ![.storageFull, .storageFailed, .sequenceGap, .tooManyMessages].contains(refusal.code) {
                judge.find("\(publishers[number].name): \(refusal.sequence) is refused: \(refusal.code)")
            }
        case .error: publishers[number].connection = nil
        default: break
        }
    }

    private func confirmed(_ sequence: UInt64, _ position: UInt64, _ number: Int) {
        if let wrong = publishers[number].confirmed(sequence, at: position) { return judge.find(wrong) }
        guard position <= journal.lastPosition else { return judge.find("\(sequence) is confirmed at \(position), where nothing is") }
        let message = journal.message(at: position)
        let label = MessageLabel(publisher: number, key: publishers[number].keys[Int(sequence) - 1], sequence: sequence)
        let isIt = message.entry.idLow == label.idLow && message.body == templates.sample(label).body
        if !isIt { judge.find("\(sequence) is confirmed at \(position), where another message is") }
    }

    private func received(_ command: ParsedFrame, _ frame: UnsafeRawBufferPointer, agent number: Int, _ connection: ConnectionID) {
        // What is sent over a connection that the agent gave up is lost.
        guard agents[number].connection == connection else { return }
        let consumer = judge.consumers[agents[number].consumer]
        switch command.kind {
        case .deliver:
            guard let deliver = DeliverReader(frame: frame, payload: command.payload) else { return judge.find("a delivery is malformed") }
            for parts in deliver.messages {
                tell("\(agents[number].name) gets \(parts.position), attempt \(parts.attempt) (lease \(deliver.lease & 0xff_ffff))")
                judge.delivered(number, consumer, lease: deliver.lease, parts, credit: plan.creditMessages, now)
                check(parts, frame)
                agents[number].holdings.append(LeaseRange(parts.position...parts.position, lease: deliver.lease))
            }
        case .subscribed:
            tell("\(agents[number].name) reads \(consumer.name)")
            judge.activated(number, consumer)
        case .ackRefused:
            guard let refused = try? AckRefused(serializedBytes: Array(command.payload)), refused.code == .leaseLost else {
                return judge.find("a refused answer is malformed")
            }
            refusals += refused.ranges
        case .error:
            guard let error = try? ErrorCommand(serializedBytes: Array(command.payload)) else { return judge.find("an error is malformed") }
            tell("\(agents[number].name) is told \(error.code)")
            guard error.subscription == 1 else { return }
            agents[number].isSubscribed = false
            judge.detached(number, consumer, nil, now)
        default: break
        }
    }

    /// What is delivered is what is in the journal.
    func check(_ parts: DeliveredParts, _ frame: UnsafeRawBufferPointer) {
        guard parts.position <= journal.lastPosition else { return judge.find("\(parts.position) goes out, where nothing is") }
        let message = journal.message(at: parts.position)
        let id = frame.loadUnaligned(fromByteOffset: parts.id.lowerBound + 8, as: UInt64.self).byteSwapped
        let isIt = message.body.withUnsafeBytes { body in
            guard body.count == parts.body.count, let sent = frame.baseAddress, let stored = body.baseAddress else { return false }
            return memcmp(sent + parts.body.lowerBound, stored, body.count) == 0
        }
        if !isIt || id != message.entry.idLow { judge.find("\(parts.position) is delivered as another message") }
    }
}
