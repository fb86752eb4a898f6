import GRDB

/// An alert of this post or of a neighbouring one, and what came of it.
public struct KnownAlert: Hashable, Sendable {
    public let id: String
    public let alert: Alert
    public let state: AlertState
    /// Whether this post issued it.
    public let isOwn: Bool
    /// What was said of it later, oldest first.
    public let reasons: [String]
    public let acknowledgements: [Acknowledgement]

    public struct Acknowledgement: Hashable, Sendable {
        public let principal: String
        public let action: AlertAction
        public let at: UTCTime
    }

    init(_ row: Row, reasons: [String], acknowledgements: [Acknowledgement]) throws {
        id = row["alert_id"]
        alert = try Alert(row)
        state = try row.word("state")
        isOwn = row["is_own"]
        self.reasons = reasons
        self.acknowledgements = acknowledgements
    }
}
