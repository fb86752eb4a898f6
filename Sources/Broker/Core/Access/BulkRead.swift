/// A request to read more messages about people than one may read alone. Two others have to agree.
struct BulkRead: Equatable {
    let number: UInt64
    let principal: String
    let client: String
    let filter: String
    let purpose: String
    /// Wall microseconds, as ``expiresAt``.
    let askedAt: Int64
    private(set) var expiresAt: Int64
    private(set) var approvedBy: [String] = []

    static let approvalsNeeded = 2
    /// How long it can be approved, and then be read.
    static let lifetime: Int64 = 86_400 * 1_000_000

    init(number: UInt64, principal: String, client: String, filter: String, purpose: String, askedAt: Int64) {
        self.number = number
        self.principal = principal
        self.client = client
        self.filter = filter
        self.purpose = purpose
        self.askedAt = askedAt
        expiresAt = askedAt + Self.lifetime
    }

    var isApproved: Bool { approvedBy.count >= Self.approvalsNeeded }

    mutating func approve(by principal: String, at time: Int64) {
        approvedBy.append(principal)
        if isApproved { expiresAt = time + Self.lifetime }
    }
}
