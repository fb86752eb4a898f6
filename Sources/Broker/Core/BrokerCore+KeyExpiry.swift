import Wire

extension BrokerCore {
    static let keyExpired = GatewayError(.keyExpired, "this key has expired: ask the operator for a new one (`cuakhau enrol --renew`)")

    /// A key is warned of when it has so long to go.
    private static let warningMicroseconds: Int64 = 30 * 86_400_000_000

    func expire(_ session: Session, now: Moment) {
        send(Self.keyExpired, to: session.connection)
        end(session, .keyExpired, now: now)
    }

    /// Ends the sessions of keys that have expired, and once a day tells of those that soon will. Called about once a second.
    func expireKeys(now: Moment) {
        for session in sessionsInOrder {
            if let end = session.principal.expiries[session.key], end <= now.wall { expire(session, now: now) }
        }
        guard now.wall >= keyWarningsDueAt else { return }
        keyWarningsDueAt = now.wall + 86_400_000_000
        for principal in directory.principals where !principal.isRevoked {
            for key in principal.keys {
                guard let end = principal.expiries[key], end - now.wall < Self.warningMicroseconds else { continue }
                // One that is replaced is meant to end.
                let isReplaced = principal.keys.contains { $0 != key && (principal.expiries[$0] ?? .max) > end }
                guard !isReplaced else { continue }
                report(.keyExpires(principal: principal.name, days: max(0, (end - now.wall) / 86_400_000_000)))
            }
        }
    }
}
