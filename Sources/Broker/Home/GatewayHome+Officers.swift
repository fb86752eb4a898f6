import Foundation

extension GatewayHome {
    /// To whom something can be sealed.
    public var officerFile: OfficerFile { OfficerFile(path: path + "/officers.yaml") }

    /// Changes the directory while no other command does: the list is read, changed and replaced under a lock.
    public func changeOfficers(_ change: (inout [Officer]) throws(HomeError) -> Void) throws(HomeError) {
        try locked("officers") { () throws(HomeError) in
            var officers = try officerFile.officers()
            try change(&officers)
            try officerFile.save(officers)
        }
    }
}
