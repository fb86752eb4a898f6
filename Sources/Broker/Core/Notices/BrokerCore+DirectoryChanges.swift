import Contracts

extension BrokerCore {
    /// Tells what the operator changed in the gateway's files: who may connect is part of what an inspector has to see.
    func noteChanges(from old: PrincipalDirectory, to new: PrincipalDirectory, now: Moment) {
        lastRecordedAt = max(lastRecordedAt, now.wall)
        func note(_ kind: Langson_Gateway_V1_ActKind, _ principal: String, count: Int = 0) {
            pending.upkeep.append(.act(kind, principal: principal, consumer: "", by: Principal.gatewayName, count: count, at: lastRecordedAt))
        }
        if old.policy != new.policy { note(.policyApplied, Principal.gatewayName, count: new.policy.version) }
        for principal in new.principals {
            guard let known = old.principal(named: principal.name) else {
                note(.principalAdded, principal.name)
                continue
            }
            if principal.isRevoked, !known.isRevoked { note(.principalRevoked, principal.name) }
            for _ in Set(principal.keys).subtracting(known.keys) { note(.keyAdded, principal.name) }
            for _ in Set(known.keys).subtracting(principal.keys) { note(.keyRemoved, principal.name) }
            let isSame = principal.role == known.role && principal.gate == known.gate && principal.quota == known.quota
            if !isSame || (!principal.isRevoked && known.isRevoked) { note(.principalChanged, principal.name) }
        }
        for known in old.principals where new.principal(named: known.name) == nil { note(.principalRemoved, known.name) }
    }
}
