import Wire

/// A principal as the gateway knows it.
public struct PrincipalReport: Sendable, Equatable {
    public let name: String
    public let role: String
    /// Nil: bound to none.
    public let gate: String?
    /// Public keys, as Z85 text.
    public let keys: [String]
    /// When each of them ends, in microseconds since 1970-01-01T00:00:00Z; nil: never.
    public let keysExpire: [Int64?]
    public let isRevoked: Bool
    /// Of now.
    public let sessions: Int
    /// Of these, by the gateway's next server key.
    public let sessionsNext: Int
    /// Its messages that a consumer still waits for; counted where its quota bounds them.
    public let backlog: UInt64
    /// What it may take; nil: as much as the gateway's own limits allow.
    public let messagesPerSecond: Int?
    public let bytesPerSecond: Int?
    public let sessionsMax: Int?
    public let unconfirmedMax: Int?
    public let backlogMax: Int?

    init(_ info: PrincipalInfo) {
        func limit(_ value: some BinaryInteger) -> Int? { value == 0 ? nil : Int(clamping: value) }
        name = info.principal
        role = info.role
        gate = info.gate.isEmpty ? nil : info.gate
        keys = info.keys
        keysExpire = info.keysExpireUs.map { $0 == 0 ? nil : $0 }
        isRevoked = info.revoked
        sessions = Int(info.sessions)
        sessionsNext = Int(info.sessionsNext)
        backlog = info.backlog
        messagesPerSecond = limit(info.quota.messagesPerSecond)
        bytesPerSecond = limit(info.quota.bytesPerSecond)
        sessionsMax = limit(info.quota.sessions)
        unconfirmedMax = limit(info.quota.unconfirmed)
        backlogMax = limit(info.quota.backlog)
    }
}
