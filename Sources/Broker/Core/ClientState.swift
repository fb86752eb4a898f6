/// A client of a principal, as the journal knows it: its publish sequence, and who speaks for it now.
final class ClientState {
    let id: UInt32
    let principal: String
    let principalBytes: [UInt8]
    let name: String
    /// The last publish sequence used up, committed or on its way.
    var used: UInt64
    /// The last publish sequence whose outcome is on disk.
    var committed: UInt64
    /// Whether the journal has a row for it.
    var isStored: Bool
    /// Whether the batch being filled holds news of it.
    var isTouched = false
    var session: Session?
    /// Messages of it since the gateway started.
    var confirmed: UInt64 = 0
    var refused: UInt64 = 0
    /// Refusals since the last report to the operator, by code.
    var refusals: [ErrorCodeCount] = []

    init(id: UInt32, principal: String, name: String, last: UInt64, isStored: Bool) {
        self.id = id
        self.principal = principal
        self.principalBytes = Array(principal.utf8)
        self.name = name
        self.used = last
        self.committed = last
        self.isStored = isStored
    }
}

struct ErrorCodeCount {
    let code: Int
    var count: UInt64
}
