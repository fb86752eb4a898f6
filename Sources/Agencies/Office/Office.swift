public import GRDB

/// What an agency does: its tables, what it reads, and its rules. Decides within the transaction that it is given; reads no clock, and opens nothing.
public protocol Office: Sendable {
    static var kind: OfficeKind { get }
    /// The types that it reads, as a filter of CKP/1; more than it may read does no harm.
    static var filter: String { get }
    /// Why, for the gateway's access log.
    static var purpose: String { get }
    /// Adds its tables. Names begin with the kind: `bank 1 loans`.
    static func registerMigrations(in migrator: inout DatabaseMigrator)

    /// A message came: for the first time, and for this kind of traffic.
    ///
    /// - Throws: ``OfficeError``: then nothing that was done for it stays, the message is kept among the problems, and the next one comes.
    func received(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws

    /// A message was not taken: it was refused, and is kept among the problems; or whoever it is about was erased first, and nothing of it can be read.
    /// An office that must not lose such a message notes here that it came.
    func missed(_ message: ReceivedMessage, _ problem: Problem, in transaction: OfficeTransaction) throws

    /// Time went on: at each start, and about once a minute. Does what is due, and nothing twice.
    func clockMoved(in transaction: OfficeTransaction) throws
}

extension Office {
    public func missed(_ message: ReceivedMessage, _ problem: Problem, in transaction: OfficeTransaction) throws {}
    public func clockMoved(in transaction: OfficeTransaction) throws {}
}
