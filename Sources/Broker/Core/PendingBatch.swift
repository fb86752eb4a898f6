package import Journal
import Wire

/// What has been accepted (or refused) since the last batch went to the journal. Confirmed when it is fsynced, not before.
struct PendingBatch {
    /// Consecutive sequences of one client at consecutive places of the batch.
    struct Run {
        let client: ClientState
        let firstSequence: UInt64
        var count: UInt32
        let firstIndex: Int
    }

    struct Refused {
        let client: ClientState
        let refusal: Refusal
    }

    /// How many messages of the bulk lane were looked at for it.
    var bulkCount = 0
    var bytes: [UInt8] = []
    var entries: [MessageEntry] = []
    var runs: [Run] = []
    var refused: [Refused] = []
    var touched: [ClientState] = []
    var newTypes: [TypeRecord] = []
    var newConsumers: [ConsumerRecord] = []
    var forgottenConsumers: [UInt32] = []
    /// Forgotten before, in a batch that could not be stored: they go with the next batch, or a little later.
    var forgottenBefore: [UInt32] = []
    /// Consumers that an operator, or their own agency, changed.
    var changedConsumers: [ConsumerState] = []
    /// Changed before, in a batch that could not be stored: they go with the next batch, or a little later.
    var changedBefore: [ConsumerState] = []
    /// Whom to tell when the batch is on disk.
    var admins: [PendingAdmin] = []
    var upkeep = Upkeep()
    /// Subscriptions to answer once their consumer, or that they read, is on disk.
    var subscriptions: [Subscription] = []

    /// Whether a client waits for this batch. (Positions alone can wait a little, see ``BrokerCore/takeCommit(now:)``.)
    var isAwaited: Bool {
        !runs.isEmpty || !refused.isEmpty || !newConsumers.isEmpty || !forgottenConsumers.isEmpty || !touched.isEmpty || !changedConsumers.isEmpty
            || !admins.isEmpty || !subscriptions.isEmpty
    }

    mutating func touch(_ client: ClientState) {
        guard !client.isTouched else { return }
        client.isTouched = true
        touched.append(client)
    }

    mutating func extendRun(_ client: ClientState, sequence: UInt64, index: Int) {
        if let last = runs.indices.last, runs[last].client === client,
            runs[last].firstSequence + UInt64(runs[last].count) == sequence, runs[last].firstIndex + Int(runs[last].count) == index
        {
            runs[last].count += 1
        } else {
            runs.append(Run(client: client, firstSequence: sequence, count: 1, firstIndex: index))
        }
    }
}

/// A batch at the journal: what to answer when it is on disk.
struct CommitInFlight {
    let ticket: UInt64
    let segment: MessageSegment?
    var pending: PendingBatch
    let firstPosition: UInt64
    /// Each touched client, with the sequence that is used up once this batch is on disk.
    let used: [(client: ClientState, sequence: UInt64)]
    let positions: [(consumer: ConsumerState, position: UInt64, ahead: PositionRanges?)]
    let receipts: [ReceiptRecord]
}

/// A batch for the journal's writer. Answered by ``BrokerCore/committed(_:)`` or ``BrokerCore/commitFailed(_:_:)``.
package struct CommitRequest: Sendable {
    package let ticket: UInt64
    package let batch: JournalBatch
}
