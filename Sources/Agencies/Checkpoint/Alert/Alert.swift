import Contracts
import GRDB
import SwiftProtobuf

/// People who are crossing, or about to, away from a gate: where, how many, how urgent. Nothing about who they are.
public struct Alert: Hashable, Sendable {
    public var urgency: AlertUrgency
    public var severity: AlertSeverity
    public var certainty: AlertCertainty
    /// Boundary markers, as `1116` and `1118/2`; empty: the commune is given. Where only the first is, the stretch ends there.
    public var markerFrom: String
    public var markerTo: String
    /// Five digits; empty: markers are given.
    public var commune: String
    /// 0: not known.
    public var persons: Int
    /// Of those, children.
    public var minors: Int
    /// Of those, people who need help soon.
    public var vulnerable: Int
    public var note: String
    public var expires: UTCTime

    public init(
        urgency: AlertUrgency,
        severity: AlertSeverity,
        certainty: AlertCertainty,
        markerFrom: String = "",
        markerTo: String = "",
        commune: String = "",
        persons: Int = 0,
        minors: Int = 0,
        vulnerable: Int = 0,
        note: String = "",
        expires: UTCTime
    ) {
        self.urgency = urgency
        self.severity = severity
        self.certainty = certainty
        self.markerFrom = markerFrom
        self.markerTo = markerTo
        self.commune = commune
        self.persons = persons
        self.minors = minors
        self.vulnerable = vulnerable
        self.note = note
        self.expires = expires
    }

    init(_ message: Langson_Alert_V1_CrossingIssued) {
        self.init(
            urgency: AlertUrgency(message.urgency),
            severity: AlertSeverity(message.severity),
            certainty: AlertCertainty(message.certainty),
            markerFrom: message.markerFrom,
            markerTo: message.markerTo,
            commune: message.commune,
            persons: Int(message.persons),
            minors: Int(message.minors),
            vulnerable: Int(message.vulnerable),
            note: message.note,
            expires: UTCTime(message.expires)
        )
    }

    func message(_ id: String, isExercise: Bool) -> Langson_Alert_V1_CrossingIssued {
        .with {
            $0.alertID = id
            $0.status = isExercise ? .exercise : .actual
            $0.urgency = urgency.message
            $0.severity = severity.message
            $0.certainty = certainty.message
            $0.markerFrom = markerFrom
            $0.markerTo = markerTo
            $0.commune = commune
            $0.persons = UInt32(clamping: persons)
            $0.minors = UInt32(clamping: minors)
            $0.vulnerable = UInt32(clamping: vulnerable)
            $0.note = note
            $0.expires = expires.timestamp
        }
    }

    init(_ row: Row) throws {
        self.init(
            urgency: try row.word("urgency"),
            severity: try row.word("severity"),
            certainty: try row.word("certainty"),
            markerFrom: row["marker_from"],
            markerTo: row["marker_to"],
            commune: row["commune"],
            persons: row["persons"],
            minors: row["minors"],
            vulnerable: row["vulnerable"],
            note: row["note"],
            expires: UTCTime(microseconds: row["expires"])
        )
    }
}
