import Contracts
import Foundation
import Journal
import Logging
import Wire
import ZeroMQ

/// One turn after another: wait, take completions, admit peers, read frames, commit, deliver, send.
struct RouterLoop: ~Copyable {
    private let setup: RouterThread.Setup
    private let completions: Completions
    private let writer: JournalWriter
    private let reading: JournalReading
    private let core: BrokerCore
    private let context: Context
    /// The socket of the server key, and while it is being exchanged that of the next one.
    private let doors: [Door]
    private var zap: ZAPHandler
    private var poller: Poller
    private let zapIndex: Int
    let endpoint: String

    private var identity: Frame
    private var payload: Frame
    private var sends: [(connection: ConnectionID, frame: [UInt8])] = []
    private var reads: [ReaderRequest] = []
    private var events: [BrokerEvent] = []
    private var nextTick: Int64 = 0
    private var nextWatch: Int64 = 0
    private var directory: DirectoryFiles
    private var officers: OfficerFile
    private var homeActs: HomeActWatch
    private var log: EventLog
    private var warden: ConnectionWarden
    /// Whether input was wanted at each turn since the warden's last look.
    private var isTaking = true
    private var isStopping = false
    private var failure: JournalError?

    /// Microseconds between two looks at the list of principals.
    private static let watchInterval: Int64 = 250_000

    /// Frames read in one turn, so that commits and deliveries are never kept waiting by a flood.
    private static let framesPerTurnMax = 256

    init(_ setup: RouterThread.Setup, completions: Completions, writer: JournalWriter, reading: JournalReading) throws {
        let state = try setup.journal.recover()
        var directory = setup.directory
        let core = BrokerCore(
            catalogue: .standard,
            limits: setup.limits,
            state: state,
            directory: try directory.load(),
            now: .current(),
            software: setup.software,
            retention: setup.retention,
            successor: setup.nextListener.map { ServerSuccessor(endpoint: $0.advertised, key: $0.key.publicKey.description) }
        )
        let context = try Context()
        // The handler is bound before the ROUTER: there is no moment in which an unknown key would be let in.
        let zap = try ZAPHandler(context: context)
        var poller = Poller()
        var doors: [Door] = []
        for (number, listener) in ([setup.listener] + [setup.nextListener].compactMap(\.self)).enumerated() {
            let router = try Self.makeRouter(context, listener, setup.limits)
            let index = poller.add(socket: router)
            doors.append(Door(router, number: UInt64(number), pollIndex: index))
        }
        endpoint = try doors[0].socket.lastEndpoint
        zapIndex = zap.add(to: &poller)
        _ = poller.add(fileDescriptor: completions.wakeup.fileDescriptor)
        self.setup = setup
        self.completions = completions
        self.writer = writer
        self.reading = reading
        self.directory = directory
        officers = setup.officers
        homeActs = setup.homeActs
        self.core = core
        self.context = context
        self.zap = zap
        self.doors = doors
        self.poller = poller
        identity = Frame()
        payload = Frame()
        log = EventLog(setup.logger)
        warden = ConnectionWarden(limits: setup.limits)
    }

    private static func makeRouter(_ context: Context, _ listener: Listener, _ limits: BrokerLimits) throws(ZeroMQError) -> Socket {
        let router = try context.socket(.router)
        try router.set(.curveServer, Int32(1))
        try router.set(.curveSecretKey, listener.key.secretKey)
        try router.set(.zapDomain, "cuakhau")
        try router.set(.zapEnforceDomain, Int32(1))
        try router.set(.routerMandatory, Int32(1))
        // Four times the protocol's own limit: up to there a peer gets a typed refusal, above it ZeroMQ drops the connection.
        try router.set(.maxMessageBytes, Int64(limits.frameBytesMax * 4))
        // Per peer. In: what TCP's own windows do not hold back. Out: more than all credit, windows and answers of one session together.
        try router.set(.receiveHighWater, Int32(limits.receiveMessagesMax))
        try router.set(.sendHighWater, Int32(limits.subscriptionsPerSessionMax * limits.creditMessagesMax + limits.unconfirmedMax))
        try router.set(.handshakeInterval, Int32(5_000))
        try router.set(.heartbeatInterval, Int32(10_000))
        try router.set(.heartbeatTimeout, Int32(30_000))
        try router.set(.heartbeatTimeToLive, Int32(30_000))
        try router.set(.linger, Int32(500))
        try router.set(.backlog, Int32(1_024))
        try router.set(.ipv6, Int32(listener.endpoint.contains("[") ? 1 : 0))
        try router.bind(listener.endpoint)
        return router
    }

    /// - Parameter turned: Called after each turn.
    mutating func run(turned: () -> Void) throws {
        while !isFinished {
            turned()
            var now = Moment.current()
            _ = try poller.wait(timeoutMilliseconds: timeout(now))
            now = Moment.current()
            for completion in completions.take() { apply(completion, now) }
            try admitPeers(now)
            if !isStopping { try readFrames(now) }
            if now.monotonic >= nextTick { tick(now) }
            if !isStopping, now.monotonic >= nextWatch { watch(now) }
            core.workBulk(now: now)
            commit(now)
            core.flush(now: now)
            try carryOut()
            if isStopping, core.isSettled, !core.saidGoodbye {
                core.sayGoodbye(now: now)
                commit(Moment(wall: now.wall, monotonic: .max / 2))
                try carryOut()
            }
            isTaking = isTaking && core.wantsInput
            for door in doors { poller.setInterest(door.pollIndex, core.wantsInput && !isStopping ? .readable : []) }
        }
        if let failure { throw failure }
    }

    private var isFinished: Bool { failure != nil || (isStopping && core.saidGoodbye && core.isSettled) }

    private func timeout(_ now: Moment) -> Int {
        if core.hasDeliveries { return 0 }
        var due = isStopping ? nextTick : min(nextTick, nextWatch)
        if let commit = core.commitDueAt { due = min(due, commit) }
        if !isStopping, let retention = core.retentionDueAt { due = min(due, retention) }
        if let bulk = core.bulkDueAt { due = min(due, bulk) }
        if let timer = core.timerDueAt { due = min(due, timer) }
        if isStopping { due = min(due, now.monotonic + 20_000) }
        return Int(max(0, (due - now.monotonic + 999) / 1_000))
    }

    private mutating func apply(_ completion: Completion, _ now: Moment) {
        switch completion {
        case .committed(let ticket, let erased): core.committed(ticket, erased: erased, now: now)
        case .commitFailed(let ticket, let error):
            core.commitFailed(ticket, error, now: now)
            // A full disk can be mended while we run. After any other failure only a restart, which reads back what is really there, is safe.
            guard error.code != .storageFull else { return }
            setup.logger.critical("the journal failed: stopping", metadata: ["code": "\(error.code.rawValue)", "advice": "\(error.detail)"])
            failure = error
        case .removed(let outcome): core.removed(outcome, now: now)
        case .removalFailed(let error): core.removalFailed(error, now: now)
        case .read(let answer): core.read(answer, now: now)
        case .stop:
            isStopping = true
            core.beginStopping()
        }
    }

    private mutating func admitPeers(_ now: Moment) throws(ZeroMQError) {
        guard poller.isReadable(zapIndex) else { return }
        // Somebody may have been added a moment ago. Looked up at most a thousand times a second, whoever knocks.
        if !isStopping, now.monotonic >= nextWatch - Self.watchInterval + 1_000 { watch(now) }
        let core = core
        var refused: [String] = []
        var files = directory
        let isStopping = isStopping
        _ = try zap.handleReady { request in
            guard request.domain == "cuakhau", let key = request.curveKey else {
                refused.append("no key")
                core.noteRefusedConnection(key: nil, now: now)
                return .refuse(reason: "CURVE keys only")
            }
            // Added while others were being looked up: asked of the file system, and read only where something changed.
            if !isStopping, core.directory.admission(ofKey: key.description, at: now.wall) == .unknown, let changed = try? files.loadIfChanged() {
                core.update(changed, now: now)
            }
            let admission = core.directory.admission(ofKey: key.description, at: now.wall)
            let reason: String
            switch admission {
            case .admitted: return .accept(userID: key.description)
            case .revoked: reason = "revoked key"
            case .expired: reason = "expired key"
            case .unknown: reason = "unknown key"
            }
            refused.append(reason)
            core.noteRefusedConnection(key: key.description, now: now)
            return .refuse(reason: reason)
        }
        directory = files
        for reason in refused { log.connectionRefused(reason) }
    }

    private mutating func readFrames(_ now: Moment) throws(ZeroMQError) {
        for door in doors { try readFrames(door, now) }
    }

    private mutating func readFrames(_ door: Door, _ now: Moment) throws(ZeroMQError) {
        for _ in 0..<Self.framesPerTurnMax {
            guard core.wantsInput, try door.socket.receive(into: &identity) else { return }
            guard identity.hasMore, try door.socket.receive(into: &payload) else { continue }
            var isSingle = true
            while payload.hasMore {
                isSingle = false
                guard try door.socket.receive(into: &payload) else { break }
            }
            warden.took(from: payload.sourceDescriptor)
            guard let connection = ConnectionID(routingID: identity, door: door.number) else {
                refuseChosenRoutingID(door)
                continue
            }
            guard isSingle else {
                core.receiveUnexpectedFrames(from: connection, now: now)
                continue
            }
            // Asked of every frame: a peer with a ZeroMQ of its own can take the routing id of a connection that is gone.
            if let key = core.sessionKey(of: connection), !payload.hasProperty("User-Id", equalTo: key) { core.connectionLost(connection, now: now) }
            let key = core.sessionKey(of: connection) == nil ? payload.property("User-Id") : nil
            let core = core
            payload.withUnsafeBytes { core.receive($0, from: connection, key: key, now: now) }
        }
    }

    private func refuseChosenRoutingID(_ door: Door) {
        let frame = BrokerCore.chosenRoutingIDRefusal()
        identity.withUnsafeBytes { id in
            frame.withUnsafeBytes { bytes in
                // The peer may be gone already: then there is nobody to tell.
                guard (try? door.socket.send(id, more: true)) != nil else { return }
                try? door.socket.send(bytes)
            }
        }
    }

    private mutating func tick(_ now: Moment) {
        core.noteJournalBytes(setup.journal.byteCount)
        core.tick(now: now)
        nextTick = now.monotonic + 1_000_000
    }

    /// Looks whether the operator changed the principals or the policy: a revoked key loses its session within a second.
    private mutating func watch(_ now: Moment) {
        nextWatch = now.monotonic + Self.watchInterval
        watchConnections(now)
        watchOfficers(now)
        for act in homeActs.takeNew(commits: core.commitCount, isSettled: core.isSettled) { core.note(act, now: now) }
        do {
            guard let changed = try directory.loadIfChanged() else { return }
            core.update(changed, now: now)
            setup.logger.info("principals and policy reloaded", metadata: ["policy_version": "\(changed.policy.version)"])
        } catch {
            log.principalsNotReloaded("\(error)")
        }
    }

    /// Looks whether somebody goes on and on, or whether nobody else gets in.
    private mutating func watchConnections(_ now: Moment) {
        let isFull = !Descriptors.areLeft
        if isFull { log.noDescriptorLeft() }
        let ended = warden.look(isTaking: isTaking, isFull: isFull)
        isTaking = true
        guard ended > 0 else { return }
        log.connectionsEnded(ended)
        for _ in 0..<ended { core.noteEndedConnection(now: now) }
    }

    /// Likewise of the officers' directory. What cannot be read leaves it as it was.
    private mutating func watchOfficers(_ now: Moment) {
        do {
            guard let changed = try officers.loadIfChanged(), core.update(officers: changed, now: now) else { return }
            setup.logger.info("officers reloaded", metadata: ["count": "\(changed.count)"])
        } catch {
            log.officersNotReloaded("\(error)")
        }
    }

    private func commit(_ now: Moment) {
        if let request = core.takeCommit(now: now) { writer.commit(request) }
        if let step = core.takeRetention(now: now) { writer.remove(step) }
    }

    private mutating func carryOut() throws(ZeroMQError) {
        repeat {
            core.takeEffects(&sends, &reads, &events)
            for index in sends.indices { try send(sends[index].frame, to: sends[index].connection) }
            for request in reads { reading.read(request) }
            for event in events { log.record(event) }
        } while !sends.isEmpty
    }

    private func send(_ frame: [UInt8], to connection: ConnectionID) throws(ZeroMQError) {
        let door = doors[Int(connection.door)]
        do throws(ZeroMQError) {
            try connection.withRoutingID { (id) throws(ZeroMQError) in try door.socket.send(id, more: true) }
        } catch {
            // Gone, or so far behind that its queue is full: its session ends, and it will find its place again when it returns.
            guard error.isHostUnreachable || error.isAgain else { throw error }
            return core.connectionLost(connection, now: .current())
        }
        try door.socket.send(frame)
    }
}
