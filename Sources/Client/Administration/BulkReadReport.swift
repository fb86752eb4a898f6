import Wire

/// A request to read more messages about people than one may read alone.
public struct BulkReadReport: Sendable, Equatable {
    public let number: UInt64
    /// Who asks.
    public let principal: String
    public let client: String
    public let filter: String
    public let purpose: String
    /// Wall time: microseconds since 1970-01-01T00:00:00Z, as ``expiresAt``.
    public let askedAt: Int64
    public let approvedBy: [String]
    public let expiresAt: Int64

    /// How many have to agree.
    public static let approvalsNeeded = 2

    public var isApproved: Bool { approvedBy.count >= Self.approvalsNeeded }

    init(_ info: BulkReadInfo) {
        number = info.number
        principal = info.principal
        client = info.client
        filter = info.filter
        purpose = info.purpose
        askedAt = info.askedUs
        approvedBy = info.approvedBy
        expiresAt = info.expiresUs
    }
}
