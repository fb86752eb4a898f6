import Client
public import GRDB
import SwiftProtobuf

/// Which time counts at a gate: the gateway's, as far as it is known.
extension CheckpointOffice {
    /// How this machine's clock stands to the gateway's; nil: not known.
    public func clock(_ database: Database, at now: UTCTime) throws -> ClockEstimate? { try ClockBook(database: database).estimate(at: now) }

    /// What the gateway's clock showed when this machine's shows a time, as far as it is known, and is to be used.
    ///
    /// - Parameter now: What this machine's clock shows now.
    public func gatewayTime(_ now: UTCTime, _ database: Database) throws -> UTCTime { gatewayTime(now, try clock(database, at: now)) }

    func gatewayTime(_ time: UTCTime, _ estimate: ClockEstimate?) -> UTCTime { settings.correctClock ? estimate?.corrected(time) ?? time : time }

    /// What the gateway's clock shows now.
    public func gatewayNow(in transaction: OfficeTransaction) throws -> UTCTime { try gatewayTime(transaction.now, transaction.database) }

    /// Says something that has the time of now in it, and keeps both times.
    ///
    /// - Parameter now: ``gatewayNow(in:)``.
    @discardableResult
    func say(_ type: String, _ message: some SwiftProtobuf.Message, at now: UTCTime, in transaction: OfficeTransaction) throws -> OutgoingMessage {
        let sent = try transaction.send(type, message, gatewayTime: now)
        try CorrectionBook(database: transaction.database).note(sent, readAt: transaction.now, saidAt: now)
        return sent
    }
}
