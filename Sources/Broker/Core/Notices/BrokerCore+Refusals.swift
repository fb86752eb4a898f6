import Contracts
import Wire

extension BrokerCore {
    /// Something of a principal was refused.
    ///
    /// - Parameter client: As far as it is known.
    func noteRefusal(_ code: ErrorCode, principal: String, client: String? = nil, now: Moment) {
        guard RefusalCounts.isForGood(code) else { return }
        refusals.note(RefusalCounts.Kind(principal: principal, client: client ?? principal, code: code.rawValue), now: now)
    }

    func noteRefusal(_ error: GatewayError, _ session: Session, now: Moment) {
        noteRefusal(
            ErrorCode(rawValue: error.code.rawValue) ?? .unspecified,
            principal: session.principal.name,
            client: session.client.name,
            now: now
        )
    }

    /// A connection was not let in.
    ///
    /// - Parameter key: Public, Z85; nil: it had none.
    package func noteRefusedConnection(key: String?, now: Moment) {
        let principal = key.flatMap { key in directory.principals.first { $0.keys.contains(key) }?.name }
        let code: ErrorCode
        switch key.map({ directory.admission(ofKey: $0, at: now.wall) }) {
        case .revoked: code = .keyRevoked
        case .expired: code = .keyExpired
        case .unknown, .admitted, nil: code = .unauthenticated
        }
        noteRefusal(code, principal: principal ?? Principal.gatewayName, now: now)
    }

    /// A connection was ended that took and took, and gave nothing whole. Whose it was libzmq does not say.
    package func noteEndedConnection(now: Moment) { noteRefusal(.frameTooLarge, principal: Principal.gatewayName, now: now) }

    /// Tells once a minute what was refused.
    func tellRefusals(now: Moment, isLast: Bool = false) {
        for (kind, count) in refusals.take(now: now, isLast: isLast) {
            pending.upkeep.append(.refused(kind, count))
        }
    }
}
