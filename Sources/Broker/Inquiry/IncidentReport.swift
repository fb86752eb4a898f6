/// What a key, or a period, touched.
public struct IncidentReport: Sendable {
    /// Somebody who was given what was published.
    public struct Recipient: Sendable, Hashable {
        public let principal: String
        /// A consumer's or a client's name.
        public let reader: String
    }

    public let incident: Incident
    /// Messages about people that were published in the period, by type: of the key's principal, or of everybody.
    public var published: [String: Int] = [:]
    /// Messages about people that the key's principal, or anybody, was given in the period, by type.
    public var read: [String: Int] = [:]
    /// Who was given what was published, and how many messages.
    public var recipients: [Recipient: Int] = [:]
    /// Whom all of these messages are about, as messages call them, and in how many.
    public var subjects: [String: Int] = [:]
    /// Messages among them that cannot be read any more, because those whom they are about were erased: these are not among the subjects.
    public var erased = 0

    init(_ incident: Incident) { self.incident = incident }
}
