package import Contracts
import DequeModule
package import Journal
import SwiftProtobuf
import Wire

/// The broker's decisions. Does no I/O and reads no clock: frames, answers of the journal and the time go in; frames to send, a batch to
/// commit and things to read come out. So a test can drive it with a virtual clock, and a seed replays a run to the byte.
///
/// Owned by one thread. The order of calls is the order of events; `flush(now:)` follows every burst of them.
package final class BrokerCore {
    let catalogue: Catalogue
    let limits: BrokerLimits
    var directory: PrincipalDirectory
    /// By office and name; nil: not looked at yet.
    var officers: [Officer]?
    let startedAt: Int64
    let software: String
    let successor: ServerSuccessor?
    private let incarnation: UInt64
    /// For the simulation only.
    let sabotage: Sabotage?

    // What the journal holds.
    var lastPosition: UInt64
    var lastRecordedAt: Int64
    /// The catalogue's types by journal id; nil where this version no longer has the type.
    var types: [MessageType?] = []
    var typeNames: [[UInt8]] = []
    /// Journal ids by the catalogue's index.
    var typeIDs: [UInt16] = []
    var clients: [String: ClientState] = [:]
    var clientsByID: [ClientState?] = []
    var freeClientIDs: [UInt32] = []
    var consumers: [String: ConsumerState] = [:]
    /// Those that somebody reads, in the order in which they began to; replays are apart.
    var active: [ConsumerState] = []
    var replays: [ConsumerState] = []
    var nextConsumerID: UInt32

    // Who is here.
    var sessions: [ConnectionID: Session] = [:]
    var rates: [String: Rates] = [:]
    /// Of principals whose quota bounds it.
    var backlogs: [String: Backlog] = [:]
    var refusals = RefusalCounts()
    /// By number.
    var bulkReads: [UInt64: BulkRead] = [:]
    /// By principal: what it has read of the past about people on a day, without anybody's approval.
    var historyReads: [String: Allowance] = [:]
    /// By principal: readings that were recorded within an hour.
    var recordedReadings: [String: Allowance] = [:]
    private var epochCounter: UInt64 = 0
    private var bulkReadCounter: UInt64 = 0

    /// When keys that soon expire are told of next, by the wall clock.
    var keyWarningsDueAt: Int64 = .min

    // What is on its way.
    var pending = PendingBatch()
    var bulk = BulkQueue()
    var inFlight: CommitInFlight?
    var dirty: [ConsumerState] = []
    var positionsDueAt: Int64 = 0
    var nextTicket: UInt64 = 1
    var readings: [UInt64: Reading] = [:]
    /// Repeats of messages that are not on disk yet: compared when they are.
    var deferredRepeats: [Repeats] = []
    /// The bytes of repeats that wait for the journal, deferred or being compared.
    var repeatBytes = 0
    var tail: TailCache
    var ready: [ConsumerState] = []
    /// How many of ``active`` catch up, as of the last turn.
    var catchingUpCount = 0
    /// Consumers that catch up and pause, and when the first of them goes on.
    var paused: [ConsumerState] = []
    var pausedUntil: Int64 = .max
    /// When somebody last read a message as soon as it was committed.
    var lastLiveAt: Int64 = .min / 2
    /// Replays that may go on, whose turn is next first.
    var readyReplays: Deque<ConsumerState> = []
    /// A time before which no replay that waits for its pace may go on.
    var replaysDueAt: Int64 = .max
    /// When the replays may have their next turn.
    var replayTurnAt: Int64 = .min
    var writer = DeliverWriter()
    /// For whom, and under which lease, the frame is that the writer fills.
    var addressee: Subscription?
    var lease: UInt64 = 0
    var leaseCounter: UInt64
    var lastSubscription: UInt32 = 0
    /// A time before which no consumer's timer is due.
    var timersDueAt: Int64 = .max
    var view: [UInt8] = []
    var lastType: MessageType?
    var lastTypeName: [UInt8] = []
    /// The last commits are being made: what cannot be stored now is given up, see ``beginStopping()``.
    private(set) var isStopping = false
    /// Set by ``sayGoodbye()``.
    package internal(set) var saidGoodbye = false

    // What the caller carries out.
    package private(set) var sends: [(connection: ConnectionID, frame: [UInt8])] = []
    package private(set) var reads: [ReaderRequest] = []
    package private(set) var events: [BrokerEvent] = []

    var counters = Counters()
    var retention: RetentionState

    /// What an answer of the reader is for.
    enum Reading {
        case page(ConsumerState, generation: UInt64, Session)
        case again(ConsumerState, positions: [UInt64])
        case locate(ConsumerState, generation: UInt64, Session)
        case compare(Repeats)
        case deadLetters(PendingAdmin)
        case trace(PendingTrace)
        /// What a consumer that nobody reads waits for.
        case lag(ConsumerState, generation: UInt64)
        /// What a principal published before its backlog was counted.
        case runs(String)

        /// Whose subscription it is for.
        var session: Session? {
            switch self {
            case .page(_, _, let session), .locate(_, _, let session): session
            case .deadLetters(let request): request.session
            case .trace(let pending): pending.session
            case .again, .compare, .lag, .runs: nil
            }
        }

        /// Whether nobody live waits for it: a replay, or a search through the journal.
        var isPatient: Bool {
            switch self {
            case .trace, .lag, .runs: true
            case .page(let consumer, _, _), .again(let consumer, _), .locate(let consumer, _, _): consumer.replay != nil
            case .compare, .deadLetters: false
            }
        }
    }

    package init(
        catalogue: Catalogue,
        limits: BrokerLimits = BrokerLimits(),
        state: JournalState,
        directory: PrincipalDirectory,
        now: Moment,
        software: String = "cuakhau",
        retention: RetentionPolicy = RetentionPolicy(),
        successor: ServerSuccessor? = nil,
        sabotage: Sabotage? = nil
    ) {
        self.catalogue = catalogue
        self.retention = RetentionState(kept: [], rules: [], bytesMax: nil)
        self.limits = limits
        self.directory = directory
        self.software = software
        self.successor = successor
        self.sabotage = sabotage
        self.startedAt = now.wall
        self.incarnation = UInt64(state.incarnation)
        // Leases of before a restart are never mistaken for new ones.
        self.leaseCounter = UInt64(state.incarnation) << 40
        self.lastPosition = state.lastPosition
        self.lastRecordedAt = state.lastRecordedAt
        self.nextConsumerID = (state.consumers.map(\.id).max() ?? 0) + 1
        self.tail = TailCache(byteCountMax: limits.tailBytesMax)
        adoptTypes(state.types)
        adoptRetention(retention, state.kept)
        for record in state.clients {
            let client = ClientState(id: record.id, principal: record.principal, name: record.name, last: record.lastSequence, isStored: true)
            adopt(client)
        }
        adoptConsumers(state, now)
    }

    private func adoptRetention(_ policy: RetentionPolicy, _ kept: [KeptMessages]) {
        var counts = types.indices.map { KeptMessages(type: UInt16($0)) }
        for known in kept where Int(known.type) < counts.count { counts[Int(known.type)] = known }
        // Of a type that this version does not have nobody says how long it is kept.
        let rules = types.map { $0.map(policy.rule) ?? RetentionRule() }
        retention = RetentionState(kept: counts, rules: rules, bytesMax: policy.bytesMax)
    }

    private func adoptConsumers(_ state: JournalState, _ now: Moment) {
        var failures: [UInt32: [UInt64: Failures]] = [:]
        for record in state.failures { failures[record.letter.consumer, default: [:]][record.letter.position] = Failures(record) }
        var byID: [UInt32: ConsumerState] = [:]
        for record in state.consumers {
            let settings = try? WireSettings(serializedBytes: record.settings)
            // Bounds of an earlier version may have been wider: such a consumer goes on with the defaults of its kind.
            let rules = settings.flatMap { try? ConsumerRules($0) } ?? .exclusive
            let consumer = ConsumerState(record: record, rules: rules, failures: failures[record.id] ?? [:], isStored: true)
            consumers[Self.consumerKey(record.principal, record.name)] = consumer
            byID[record.id] = consumer
        }
        // First what holds keys back, then what is tried again.
        for letter in state.deadLetters.filter({ !$0.isRetrying }) + state.deadLetters.filter(\.isRetrying) {
            guard let consumer = byID[letter.letter.consumer] else { continue }
            consumer.receipted.insert(letter.letter.position...letter.letter.position)
            consumer.dead[letter.letter.position] = ConsumerState.DeadLetter(
                keyHash: letter.keyHash,
                isBlocking: letter.isBlocking,
                isRetrying: letter.isRetrying,
                isStored: true
            )
            consumer.ledger.restore(
                deadLetterAt: letter.letter.position,
                keyHash: letter.keyHash,
                isBlocking: letter.isBlocking,
                isRetrying: letter.isRetrying,
                now: now
            )
        }
    }

    /// Whether the caller may read more frames. False while the journal is behind: the frames wait in the senders' sockets.
    package var wantsInput: Bool { pending.bytes.count + repeatBytes < limits.pendingBytesMax }

    /// The gateway is told to stop. A disk that is full must not keep it: acknowledgements that cannot be stored are given up, and the messages
    /// come again.
    package func beginStopping() { isStopping = true }

    /// The key of the session that a connection opened; nil where it has none.
    package func sessionKey(of connection: ConnectionID) -> String? { sessions[connection]?.key }

    /// Hands out what there is to do, and forgets it.
    package func takeEffects(
        _ sends: inout [(connection: ConnectionID, frame: [UInt8])],
        _ reads: inout [ReaderRequest],
        _ events: inout [BrokerEvent]
    ) {
        sends.removeAll(keepingCapacity: true)
        reads.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
        swap(&self.sends, &sends)
        swap(&self.reads, &reads)
        swap(&self.events, &events)
    }

    func send(_ frame: [UInt8], to connection: ConnectionID) {
        sends.append((connection, frame))
    }

    func send(_ error: GatewayError, to connection: ConnectionID, subscription: UInt32 = 0) {
        send(Self.errorFrame(error, subscription: subscription), to: connection)
    }

    static func errorFrame(_ error: GatewayError, subscription: UInt32 = 0, request: UInt64 = 0) -> [UInt8] {
        var command = ErrorCommand()
        command.code = ErrorCode(rawValue: error.code.rawValue) ?? .unspecified
        command.message = error.message
        command.subscription = subscription
        command.request = request
        if let delay = error.retryAfter { command.retryAfterMs = UInt32(delay / .milliseconds(1)) }
        if command.code == .unsupportedVersion {
            command.versionMin = ProtocolVersion.min
            command.versionMax = ProtocolVersion.max
        }
        return [UInt8](command: .error, command)
    }

    func request(_ subject: ReaderRequest.Subject, for reading: Reading) {
        let ticket = nextTicket
        nextTicket += 1
        readings[ticket] = reading
        reading.session?.readingCount += 1
        reads.append(ReaderRequest(ticket: ticket, subject: subject, isPatient: reading.isPatient))
    }

    func report(_ event: BrokerEvent) {
        events.append(event)
    }

    /// A dictionary's order is another one in every process: whoever sends something for each session takes this one.
    var sessionsInOrder: [Session] { sessions.values.sorted { $0.connection.rawValue < $1.connection.rawValue } }

    func nextEpoch() -> UInt64 {
        epochCounter += 1
        return incarnation << 32 | epochCounter
    }

    /// Short: people say and type it.
    func nextBulkRead() -> UInt64 {
        bulkReadCounter += 1
        return incarnation << 16 | bulkReadCounter
    }

    static func consumerKey(_ principal: String, _ name: String) -> String { "\(principal) \(name)" }

    /// Forgets a client that has published nothing: a tail, a look at the statistics. Its number is free for the next one.
    func forgetIfUnused(_ client: ClientState) {
        guard client.used == 0, !client.isStored, !client.isTouched, client.session == nil else { return }
        clients[client.name] = nil
        clientsByID[Int(client.id)] = nil
        freeClientIDs.append(client.id)
    }

    func adopt(_ client: ClientState) {
        clients[client.name] = client
        while clientsByID.count <= Int(client.id) { clientsByID.append(nil) }
        clientsByID[Int(client.id)] = client
    }

    /// Gives every type of the catalogue a journal id; new ones are stored with the first batch.
    private func adoptTypes(_ records: [TypeRecord]) {
        let idMax = records.map { Int($0.id) }.max() ?? -1
        types = Array(repeating: nil, count: idMax + 1)
        typeNames = Array(repeating: [], count: idMax + 1)
        typeIDs = Array(repeating: 0, count: catalogue.types.count)
        for record in records {
            typeNames[Int(record.id)] = Array(record.name.utf8)
            guard let type = catalogue.type(named: record.name) else { continue }
            types[Int(record.id)] = type
            typeIDs[type.index] = record.id
        }
        let known = Set(records.map(\.name))
        for type in catalogue.types where !known.contains(type.name) {
            let id = UInt16(types.count)
            types.append(type)
            typeNames.append(Array(type.name.utf8))
            typeIDs[type.index] = id
            pending.newTypes.append(TypeRecord(id: id, name: type.name))
        }
    }
}

/// Counts since the gateway started.
struct Counters {
    var confirmed: UInt64 = 0
    var duplicates: UInt64 = 0
    var refused: UInt64 = 0
    var delivered: UInt64 = 0
    var redelivered: UInt64 = 0
    var acknowledged: UInt64 = 0
    /// Answers that came after their lease.
    var late: UInt64 = 0
    var commits: UInt64 = 0
    var refusals: [Int: UInt64] = [:]
    var journalBytes: UInt64 = 0
}
