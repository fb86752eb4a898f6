import Foundation

extension GatewayHome {
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
        let lock = open(path + "/incidents.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw HomeError("cannot write in \(path): \(String(cString: strerror(errno)))") }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw HomeError("cannot lock \(path): \(String(cString: strerror(errno)))") }
        var incidents = try incidentFile.incidents()
        let incident = Incident(number: incidents.count + 1, openedAt: openedAt, principal: name, from: from, to: to, reason: reason)
        incidents.append(incident)
        try incidentFile.save(incidents)
        return incident
    }
}
