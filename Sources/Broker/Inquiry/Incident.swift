/// A breach, or what may be one: what is known of it, and since when. The law gives 72 hours from then for telling the authority and the people
/// (law 91/2025/QH15).
public struct Incident: Sendable, Equatable {
    public let number: Int
    /// When it became known. Wall microseconds, as all times here.
    public let openedAt: Int64
    /// Whose key it is about; nil: everything in the period.
    public let principal: String?
    /// The period in which it may have been misused.
    public let from: Int64
    public let to: Int64
    /// A reference; never anything about a person.
    public let reason: String

    public static let noticeHours: Int64 = 72

    public init(number: Int, openedAt: Int64, principal: String?, from: Int64, to: Int64, reason: String) {
        self.number = number
        self.openedAt = openedAt
        self.principal = principal
        self.from = from
        self.to = to
        self.reason = reason
    }

    /// Until when it has to be told.
    public var noticeDueAt: Int64 { openedAt + Self.noticeHours * 3_600 * 1_000_000 }

    func covers(_ time: Int64) -> Bool { (from...to).contains(time) }
}
