import Broker

/// What a person reads of an incident.
enum IncidentText {
    /// How much of the 72 hours is left.
    static func left(_ incident: Incident, at now: Int64) -> String {
        let minutes = (incident.noticeDueAt - now) / 60_000_000
        let text = "\(abs(minutes) / 60) h \(abs(minutes) % 60) min"
        return incident.noticeDueAt < now ? "overdue by \(text)" : "\(text) left"
    }
}
