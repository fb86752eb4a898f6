import Foundation

extension GatewayHome {
    /// To whom something can be sealed.
    public var officerFile: OfficerFile { OfficerFile(path: path + "/officers.yaml") }

    /// Changes the directory while no other command does: the list is read, changed and replaced under a lock.
    public func changeOfficers(_ change: (inout [Officer]) throws(HomeError) -> Void) throws(HomeError) {
        let lock = open(path + "/officers.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw HomeError("cannot write in \(path): \(String(cString: strerror(errno)))") }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw HomeError("cannot lock \(path): \(String(cString: strerror(errno)))") }
        var officers = try officerFile.officers()
        try change(&officers)
        try officerFile.save(officers)
    }
}
