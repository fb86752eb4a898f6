import Wire

extension Consumer {
    /// What a message that was moved to the dead letters does to later ones.
    public enum Poison: Sendable, Hashable {
        /// They go on.
        case skip
        /// Those of its key wait until it is retried or discarded; for keyed consumers.
        case blockKey

        var wire: PoisonPolicy {
            switch self {
            case .skip: .skip
            case .blockKey: .blockKey
            }
        }
    }
}
