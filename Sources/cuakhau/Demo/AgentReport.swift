/// What an agency's process has to say of itself. One a line on its standard output.
struct AgentReport: Codable, Sendable {
    struct Refused: Codable, Sendable, Equatable {
        let type: String
        let reason: String
    }

    var agent: String
    /// By message kind: a type, and what its readers are bound to.
    var published: [String: Tally] = [:]
    /// By type.
    var delivered: [String: Tally] = [:]
    var confirmed = 0
    var acknowledged = 0
    var redelivered = 0
    var duplicates = 0
    var inversions = 0
    /// Deliveries that this role is not entitled to, or with a field that it is not.
    var unentitled = 0
    var repeats = 0
    var refused: [Refused] = []
    /// In the outbox.
    var waiting = 0
    var isScriptDone = false
    var isLast = false

    init(agent: String) { self.agent = agent }

    var publishedCount: Int { published.values.reduce(0) { $0 + $1.count } + refused.count }
    var deliveredCount: Int { delivered.values.reduce(0) { $0 + $1.count } }
}
