import Client

/// Whose the keys in a seal are: for certain, where they were confirmed on this machine; else as the gateway's directory says.
struct ReferralWriters {
    let known: KnownOfficers
    let directory: [OfficerPublicKey]

    /// Nil: nobody confirmed that.
    func confirmed(_ key: [UInt8]) -> String? { known.officer(withKey: key)?.description }

    func name(_ key: [UInt8]) -> String {
        if let confirmed = confirmed(key) { return confirmed }
        guard let listed = directory.first(where: { $0.bytes == key }) else {
            return "a key that the gateway's directory does not have: ask who sent it"
        }
        return "\(listed.officer), by the gateway's word only: confirm with `cuakhau officer trust \(listed.officer)`"
    }
}
