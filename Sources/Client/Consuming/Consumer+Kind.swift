import Wire

extension Consumer {
    /// Who reads a durable consumer, and in what order.
    public enum Kind: Sendable, Hashable {
        /// One program at a time; first deliveries come in the order of commits.
        case exclusive
        /// Several programs share the messages, in no promised order.
        case shared
        /// Shared, and of one ordering key one message is out at a time, in the order of commits.
        case keyed

        var wire: ConsumerKind {
            switch self {
            case .exclusive: .exclusive
            case .shared: .shared
            case .keyed: .keyed
            }
        }
    }
}
