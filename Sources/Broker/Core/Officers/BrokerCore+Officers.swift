import Contracts
import Foundation
import SwiftProtobuf
import Wire

extension BrokerCore {
    /// The operator changed the officers' directory; the first time, it is as it was found.
    ///
    /// - Returns: Whether it is another one now.
    @discardableResult
    package func update(officers: [Officer], now: Moment) -> Bool {
        let sorted = officers.sorted { ($0.office, $0.name) < ($1.office, $1.name) }
        defer { self.officers = sorted }
        if let known = self.officers { noteChanges(from: known, to: sorted, now: now) }
        return sorted != self.officers
    }

    func listOfficers(_ list: ListOfficers, _ request: UInt64, _ session: Session) throws(GatewayError) {
        guard mayListOfficers(session) else {
            throw GatewayError(.notPermitted, "the officers are for who may publish or read something sealed, and for operator and auditor")
        }
        let countMax = try Self.count(list.countMax)
        let found = (officers ?? []).filter { ($0.office, $0.name) > (list.afterOffice, list.afterOfficer) && isOffice($0.office) }
        respond(session, request) {
            $0.officerList.officers = found.prefix(countMax).map(info)
            $0.officerList.more = found.count > countMax
        }
    }

    private func mayListOfficers(_ session: Session) -> Bool {
        let (role, rights) = (session.principal.role, session.rights)
        return role == .operator || role == .auditor
            || catalogue.types.contains { $0.hasSealedFields && (rights.publish.contains($0) || rights.read.contains($0)) }
    }

    /// An office that was revoked gets nothing any more.
    private func isOffice(_ name: String) -> Bool { directory.principal(named: name).map { !$0.isRevoked } ?? false }

    private func info(_ officer: Officer) -> OfficerInfo {
        .with {
            $0.office = officer.office
            $0.officer = officer.name
            $0.publicKey = Data(officer.publicKey)
            $0.created = officer.created
            $0.expires = officer.expires
        }
    }
}
