import Contracts
import SwiftProtobuf
import Wire

extension BrokerCore {
    func listPrincipals(_ list: ListPrincipals, _ request: UInt64, _ session: Session) throws(GatewayError) {
        guard scope(of: session) == nil else { throw GatewayError(.notPermitted, "who else is known is for the roles operator and auditor") }
        let countMax = try Self.count(list.countMax)
        let found = directory.principals.filter { $0.name > list.after }
        respond(session, request) {
            $0.principalList.principals = found.prefix(countMax).map(info)
            $0.principalList.more = found.count > countMax
        }
    }

    private func info(_ principal: Principal) -> PrincipalInfo {
        .with {
            $0.principal = principal.name
            $0.role = principal.role.name
            $0.gate = principal.gate ?? ""
            $0.keys = principal.keys
            $0.keysExpireUs = principal.keys.map { principal.expiries[$0] ?? 0 }
            $0.revoked = principal.isRevoked
            $0.sessionsNext = UInt32(sessions.values.count { $0.principal.name == principal.name && $0.connection.isByNextServerKey })
            $0.quota.messagesPerSecond = UInt32(clamping: principal.quota.messagesPerSecond ?? 0)
            $0.quota.bytesPerSecond = UInt64(clamping: principal.quota.bytesPerSecond ?? 0)
            $0.quota.sessions = UInt32(clamping: principal.quota.sessions ?? 0)
            $0.quota.unconfirmed = UInt32(clamping: principal.quota.unconfirmed ?? 0)
            $0.quota.backlog = UInt64(clamping: principal.quota.backlog ?? 0)
            $0.backlog = backlogs[principal.name]?.count ?? 0
            $0.sessions = UInt32(sessions.values.count { $0.principal.name == principal.name })
        }
    }

    func listProducers(_ list: ListProducers, _ request: UInt64, _ session: Session) throws(GatewayError) {
        let countMax = try Self.count(list.countMax)
        let scope = scope(of: session)
        let found = clients.values
            .filter { $0.used > 0 && (scope == nil || $0.principal == scope) && $0.name > list.after }
            .sorted { $0.name < $1.name }
        respond(session, request) {
            $0.producerList.producers = found.prefix(countMax).map(info)
            $0.producerList.more = found.count > countMax
        }
    }

    private func info(_ client: ClientState) -> ProducerInfo {
        .with {
            $0.client = client.name
            $0.principal = client.principal
            $0.lastSequence = client.committed
            $0.connected = client.session != nil
            $0.software = client.session?.software ?? ""
            $0.connectedSinceUs = client.session?.openedAt ?? 0
            $0.confirmed = client.confirmed
            $0.refused = client.refused
        }
    }
}
