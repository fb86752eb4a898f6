import Foundation

extension GatewayHome {
    /// What a running gateway is to tell of.
    var actSpool: HomeActSpool { HomeActSpool(path: path + "/acts.spool") }

    /// Somebody is going to look up, in the files, who read about somebody, or what an incident touched. It is told in the audit chain, by a running gateway within a second, else by
    /// the next one.
    ///
    /// - Parameter purpose: 3 to 200 bytes; never anything about a person.
    public func noteInquiry(purpose: String) throws(HomeError) {
        let act = HomeAct(kind: .inquiry, purpose: purpose, user: Self.user)
        guard (3...200).contains(purpose.utf8.count), BrokerCore.isTellable(act) else {
            throw HomeError("say why in 3 to 200 bytes: a reference to the request, never anything about a person")
        }
        try note(act)
    }

    private func note(_ act: HomeAct) throws(HomeError) { try actSpool.append(act) }

    /// The system's name of who runs this program, as far as a client's name can have it.
    private static var user: String {
        let name = String(NSUserName().lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }.prefix(48))
        return name.isEmpty ? "unknown" : name
    }

    public var incidentFile: IncidentFile { IncidentFile(path: path + "/incidents.yaml") }

    /// Opens an incident: from then on the clock runs. A running gateway tells of it within a second.
    ///
    /// - Parameters:
    ///   - key: A key of the principal that it is about, instead of its name.
    ///   - openedAt: When it became known. Wall microseconds, as all times; kept to the millisecond.
    /// - Throws: ``HomeError``: there is no such key or principal, or the period is none.
    public func openIncident(
        principal: String?,
        key: String?,
        from: Int64,
        to: Int64,
        reason: String,
        openedAt: Int64
    ) throws(HomeError) -> Incident {
        var name = principal
        if let key {
            guard let owner = try principalFile.principals().first(where: { $0.keys.contains(key) }) else {
                throw HomeError("no principal has that key now: name the one that had it with --principal")
            }
            name = owner.name
        }
        guard name.map({ Principal.isName($0) }) ?? true else {
            throw HomeError("a principal's name is 2 to 48 of a-z 0-9 -, beginning with a letter")
        }
        guard from <= to else { throw HomeError("the period ends before it begins") }
        guard (3...200).contains(reason.utf8.count) else { throw HomeError("say why in 3 to 200 bytes: a reference, never anything about a person") }
        var opened: Incident?
        try locked("incidents") { () throws(HomeError) in
            let incidents = try incidentFile.incidents()
            let incident = Incident(number: incidents.count + 1, openedAt: openedAt, principal: name, from: from, to: to, reason: reason)
            try note(HomeAct(kind: .incidentOpened, number: incident.number, principal: name, user: Self.user))
            try incidentFile.save(incidents + [incident])
            opened = incident
        }
        guard let opened else { throw HomeError("the incident could not be opened") }
        return opened
    }
}
