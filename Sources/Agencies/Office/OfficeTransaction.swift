public import Client
import Contracts
public import GRDB
public import SwiftProtobuf

/// A transaction of an office's store: where it stands in its inbox, its state and what it says leave together, or not at all.
public struct OfficeTransaction {
    public let database: Database
    /// The time of everything that happens in it.
    public let now: UTCTime
    public let isExercise: Bool
    /// Makes names: see ``name(_:)``.
    let secret: [UInt8]
    let outbox: StoreOutbox

    /// The day on this side of the border.
    public var today: CalendarDay { now.day() }

    /// Says something to the gateway, once this transaction is committed.
    ///
    /// - Parameters:
    ///   - chain: Where it stands after the message that it follows from.
    ///   - gatewayTime: What the gateway's clock shows now, where it is known that this machine's is wrong; nil: the same as this machine's.
    /// - Returns: What will be sent.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/contract`` where the gateway would refuse it, naming the field and the rule.
    @discardableResult
    public func send(
        _ type: String,
        _ message: some SwiftProtobuf.Message,
        chain: MessageChain? = nil,
        gatewayTime: UTCTime? = nil
    ) throws -> OutgoingMessage {
        let outgoing = try checked(type, message, chain: chain, at: gatewayTime ?? now)
        try outbox.append([outgoing], in: database)
        return outgoing
    }

    /// Asks whether a message could be sent: what is written today is to be sayable tomorrow.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/contract``, as ``send(_:_:chain:)`` does.
    public func check(_ type: String, _ message: some SwiftProtobuf.Message) throws { _ = try checked(type, message, chain: nil, at: now) }

    private func checked(
        _ type: String,
        _ message: some SwiftProtobuf.Message,
        chain: MessageChain?,
        at time: UTCTime
    ) throws -> OutgoingMessage {
        let outgoing = try OutgoingMessage(type: type, message, isExercise: isExercise, chain: chain)
        guard let rules = Catalogue.standard.type(named: type) else { preconditionFailure("a type of the catalogue") }
        let result = outgoing.body.withUnsafeBytes { rules.check($0, recordedAt: time.microseconds, isExercise: isExercise) }
        if case .refused(let refusal) = result {
            throw OfficeError(
                .contract,
                vi: "\(type) không hợp lệ: \(refusal.wording.vi)",
                en: "\(type) is not valid: \(refusal.wording.en)"
            )
        }
        return outgoing
    }

    /// Forgets a message that the gateway refused.
    ///
    /// - Returns: Whether there was one of that number.
    public func discardRefused(_ number: Int64) throws -> Bool { try outbox.discardRefused(number, in: database) }

    /// A name for something of this office's: the same for the same parts at the same time, so that what is done again makes no second one.
    ///
    /// - Parameter parts: What it stands for, the kind first.
    public func name(_ parts: String...) -> ULID { ULID(now, secret: secret, parts: parts) }
}
