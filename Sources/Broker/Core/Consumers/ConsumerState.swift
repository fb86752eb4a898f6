import Contracts
import Journal
import SwiftProtobuf
import Wire

/// A consumer: who reads what, under which rules, and how far it has come.
final class ConsumerState {
    /// Who reads it: what decides which messages and fields it gets. The same for all its subscriptions, which are one principal's.
    struct Reader {
        let role: Role
        let gate: [UInt8]
        let principal: [UInt8]

        init(role: Role, gate: [UInt8], principal: [UInt8]) {
            self.role = role
            self.gate = gate
            self.principal = principal
        }

        init(_ principal: Principal) {
            self.init(role: principal.role, gate: Array((principal.gate ?? "").utf8), principal: Array(principal.name.utf8))
        }

        /// Whether a binding (a gate, a principal) lets it see this message.
        func isEntitled(to type: MessageType, _ body: UnsafeRawBufferPointer) -> Bool {
            switch type.readBinding(for: role) {
            case .none: true
            case .gate: gate.isEmpty || type.bindingValueMatches(.gate, gate, in: body)
            case .principal: type.bindingValueMatches(.principal, principal, in: body)
            }
        }
    }

    /// A dead letter of its.
    struct DeadLetter {
        let keyHash: UInt64
        var isBlocking: Bool
        var isRetrying: Bool
        /// Whether the journal has it: before that nobody may touch it.
        var isStored: Bool
    }

    /// The journal's id; nil for an ephemeral consumer, which ends with its session.
    var id: UInt32?
    /// Whether the journal has it: until then no subscription to it is answered.
    var isStored: Bool
    /// Whether its start is being looked up.
    var isLocating = false
    let principal: String
    let name: String
    let createdAt: Int64
    var filter: String
    var purpose: String
    var isPaused: Bool
    /// What it reads again; nil: it reads what is new, too.
    let replay: ReplayState?
    var ledger: DeliveryLedger
    /// Every subscription to it; the active ones are the ledger's members.
    var subscriptions: [Subscription] = []
    var isQueued = false
    var lag = ConsumerLag()
    /// Set while it reads what others have read already, until it has come to the end.
    var catchUp: CatchUp?
    var isCatchingUp: Bool { catchUp != nil }

    /// What it was given of what is about people; nil: nothing of that, or it is durable.
    var readLog: ReadLog?

    /// When it was last looked at what it was given and has not settled. Monotonic microseconds.
    var lookedForUntoldAt: Int64 = .min / 2

    /// Set by the first subscription.
    var reader: Reader?
    /// Journal type ids that the filter matches and the role may read.
    var wanted: [Bool] = []
    var wantedIDs: [UInt16] = []
    var wantedMask = TypeMask()
    /// The most urgent one of what it wants.
    var lane = Lane.normal

    /// Messages read from disk for it, and the index to go on at.
    var page: JournalPage?
    var pageIndex = 0
    var isReading = false
    /// Rises when nobody reads it any more, so that an answer to an earlier reading is dropped.
    var generation: UInt64 = 0

    /// Whose turn it is among the subscriptions that share it, and how many messages are left of the turn.
    private var turn = 0
    private var turnLeft = 0
    /// Messages of one turn: few, so that the load is shared; several, so that frames are worth their cost.
    private static let turnMessages = 16

    var dead: [UInt64: DeadLetter] = [:]
    /// Messages that are to die and have no room among the dead letters.
    var unburied: [UInt64] = []

    var storedPosition: UInt64
    var storedAhead = PositionRanges()
    /// What after ``storedPosition`` has a receipt, as far as is known: a dead letter that is tried again keeps that of its death.
    var receipted = PositionRanges()
    var isDirty = false
    var delivered: UInt64 = 0
    var redelivered: UInt64 = 0
    var acknowledged: UInt64 = 0
    var failed: UInt64 = 0
    /// Removed before it had settled them.
    var expired: UInt64 = 0

    init(record: ConsumerRecord, rules: ConsumerRules, failures: [UInt64: Failures], isStored: Bool, replay: ReplayState? = nil) {
        self.replay = replay
        id = isStored ? record.id : nil
        self.isStored = isStored
        principal = record.principal
        name = record.name
        createdAt = record.createdAt
        filter = record.filter
        purpose = record.purpose
        isPaused = record.isPaused
        storedPosition = record.position
        storedAhead = PositionRanges(record.ahead)
        receipted = storedAhead
        ledger = DeliveryLedger(rules: rules, position: record.position, ahead: storedAhead, failures: failures)
    }

    var isEphemeral: Bool { name.isEmpty }
    var position: UInt64 { ledger.position }

    /// Those that are tried again do not count: they may wait behind a later message of their key, which is to die and waits for room itself.
    func hasRoomForDead(_ countMax: Int) -> Bool { dead.count - ledger.retryCount - ledger.restored.count < countMax }

    func wants(_ type: UInt16) -> Bool { Int(type) < wanted.count && wanted[Int(type)] }

    func subscription(_ id: UInt32) -> Subscription? { subscriptions.first { $0.id == id } }

    /// The member that gets the next message; nil where none has credit. Members take turns; one that let a lease run out and was not heard since
    /// gets only what the others have no room for: what it holds waits for a whole lease.
    func pickMember() -> Int? {
        let count = ledger.members.count
        guard count > 1 else { return count == 1 && ledger.members[0].hasCredit ? 0 : nil }
        if turn < count, turnLeft > 0, ledger.members[turn].hasCredit, !isSilent(turn) {
            turnLeft -= 1
            return turn
        }
        return nextTurn { !isSilent($0) } ?? nextTurn { _ in true }
    }

    private func nextTurn(_ isEligible: (Int) -> Bool) -> Int? {
        let count = ledger.members.count
        for step in 1...count {
            let candidate = (turn + step) % count
            guard ledger.members[candidate].hasCredit, isEligible(candidate) else { continue }
            turn = candidate
            turnLeft = Self.turnMessages - 1
            return candidate
        }
        return nil
    }

    private func isSilent(_ member: Int) -> Bool {
        guard let lapsedAt = ledger.members[member].lapsedAt, let session = subscription(ledger.members[member].id)?.session else { return false }
        return session.lastHeard <= lapsedAt
    }

    /// As the journal keeps it.
    func record() -> ConsumerRecord? {
        id.map {
            ConsumerRecord(
                id: $0,
                principal: principal,
                name: name,
                filter: filter,
                purpose: purpose,
                createdAt: createdAt,
                position: ledger.position,
                settings: (try? ledger.rules.wire.serializedBytes()) ?? [],
                isPaused: isPaused
            )
        }
    }
}
