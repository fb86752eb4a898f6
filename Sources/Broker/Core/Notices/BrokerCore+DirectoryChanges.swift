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

    /// Likewise of the officers to whom something can be sealed.
    func noteChanges(from old: [Officer], to new: [Officer], now: Moment) {
        lastRecordedAt = max(lastRecordedAt, now.wall)
        func note(_ kind: Langson_Gateway_V1_ActKind, _ officer: Officer) {
            pending.upkeep.append(
                .act(kind, principal: officer.office, consumer: "", officer: officer.name, by: Principal.gatewayName, at: lastRecordedAt)
            )
        }
        func known(_ officer: Officer, in list: [Officer]) -> Officer? { list.first { $0.office == officer.office && $0.name == officer.name } }
        for officer in new where known(officer, in: old) != officer {
            note(known(officer, in: old) == nil ? .officerAdded : .officerChanged, officer)
        }
        for officer in old where known(officer, in: new) == nil { note(.officerRemoved, officer) }
    }

    /// The operator opened an incident, or looked something up in the home's files.
    func note(_ act: HomeAct, now: Moment) {
        lastRecordedAt = max(lastRecordedAt, now.wall)
        let user = "\(Principal.gatewayName)/\(act.user)"
        switch act.kind {
        case .incidentOpened:
            let principal = act.principal ?? Principal.gatewayName
            pending.upkeep.append(.act(.incidentOpened, principal: principal, consumer: "", by: user, count: act.number, at: lastRecordedAt))
        case .inquiry:
            var read = ReadNotice(.inquired, number: nextEpoch(), client: user, principal: Principal.gatewayName, at: lastRecordedAt)
            read.purpose = act.purpose
            pending.upkeep.append(.read(read))
        }
    }
}
