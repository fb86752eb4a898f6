import Client
import Contracts
import Foundation
import SwiftProtobuf

/// What the benches of lanes and of replays publish. All of it is made up.
enum LaneMessages {
    /// A message of the emergency lane.
    static func alert(_ number: Int) throws -> OutgoingMessage {
        var alert = Langson_Alert_V1_CrossingIssued()
        alert.alertID = Fictitious.ulid(7, number)
        alert.status = .exercise
        alert.urgency = .immediate
        alert.severity = .severe
        alert.certainty = .likely
        alert.markerFrom = "1116"
        alert.markerTo = "1118/2"
        alert.persons = 9
        alert.expires.seconds = Int64(Date().timeIntervalSince1970) + 3_600
        return try OutgoingMessage(type: "alert.crossing.issued.v1", alert, isExercise: true)
    }

    /// A message of the bulk lane.
    static func bulk(_ number: Int) throws -> OutgoingMessage {
        var report = Langson_Loan_V1_DisbursedReported()
        report.period = "2026-10"
        report.fund = .central
        report.loans = 12
        report.totalVnd = Int64(number) * 1_000
        return try OutgoingMessage(type: "loan.disbursed.reported.v1", report, isExercise: true)
    }
}
