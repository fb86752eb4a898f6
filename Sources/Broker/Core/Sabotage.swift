/// A rule that the core breaks on purpose, so that a test can show that the simulation finds it. For the simulation only: nil in the product.
package enum Sabotage: CaseIterable, Sendable {
    /// Some acknowledgements are taken and forgotten.
    case lostAck
    /// Leases end after half their time: a message is with two members within what one of them was promised.
    case doubleDeliveryInLease
    /// A message does not wait for the earlier ones of its key.
    case keyOvertaking
    /// A failed attempt is counted in memory only.
    case attemptNotPersisted
    /// A message leaves its consumer, and its dead letter is not written.
    case deadLetterWithoutBody
}
