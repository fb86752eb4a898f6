import Wire

/// An administrative request that waits for the journal.
final class PendingAdmin {
    enum Kind {
        case change
        /// - Parameter index: Which of the batch's erasures: earlier ones may be in it that could not be stored before.
        case erase(index: Int)
        case list(withBodies: Bool)
        case resolve(ConsumerState, isDiscarded: Bool)
    }

    let session: Session
    let request: UInt64
    let kind: Kind
    /// What the answer will say.
    var done = AdminDone()
    /// The whole answer, where it is another one.
    var response: AdminResponse?

    /// What it changed in memory, as it was before: where it cannot be stored it is so again.
    var bulkReadBefore: (number: UInt64, read: BulkRead?)?

    init(_ session: Session, _ request: UInt64, _ kind: Kind) {
        self.session = session
        self.request = request
        self.kind = kind
    }
}
