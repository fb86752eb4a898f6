import Wire

/// An administrative request that waits for the journal.
final class PendingAdmin {
    enum Kind {
        case change
        case erase
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

    init(_ session: Session, _ request: UInt64, _ kind: Kind) {
        self.session = session
        self.request = request
        self.kind = kind
    }
}
