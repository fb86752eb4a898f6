/// Something that the operator did in the home, of which the running gateway tells in the audit chain.
struct HomeAct: Codable, Sendable, Equatable {
    enum Kind: String, Codable, Sendable {
        case incidentOpened = "incident_opened"
        /// Who read about somebody, or what an incident touched, was looked up in the files.
        case inquiry
    }

    let kind: Kind
    /// An incident's.
    var number = 0
    /// Whom an incident is about; nil: everything in a period.
    var principal: String?
    /// Why it was looked up.
    var purpose = ""
    /// The system's user who did it.
    let user: String
}
