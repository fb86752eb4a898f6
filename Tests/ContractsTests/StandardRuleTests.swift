import SwiftProtobuf
import Testing

@testable import Contracts

/// Decisions about single types of Protocols/langson, which no rule of options.proto makes necessary.
struct StandardRuleTests {
    private let ulid = "01JAVD5E5Z3X8V9R2M4N6P7Q8S"
    private let time = Google_Protobuf_Timestamp(seconds: receiptSeconds)

    private func type(_ name: String) throws -> MessageType { try #require(Catalogue.standard.type(named: name)) }

    private func verdict(_ name: String, _ message: some SwiftProtobuf.Message, isExercise: Bool = false) throws -> String {
        try type(name).verdict(Body(bytes: message.serializedBytes()), isExercise: isExercise)
    }

    // MARK: Alerts and handovers

    @Test func `an alert that is an exercise or a test is marked as one, and no other is`() throws {
        var alert = Langson_Alert_V1_CrossingIssued()
        alert.alertID = ulid
        alert.urgency = .immediate
        alert.severity = .severe
        alert.certainty = .likely
        alert.markerFrom = "1116"
        alert.expires = time
        for status in Langson_Alert_V1_AlertStatus.allCases where status != .unspecified {
            alert.status = status
            let isExercise = status == .exercise || status == .test
            #expect(try verdict("alert.crossing.issued.v1", alert, isExercise: isExercise) == "ok")
            #expect(try verdict("alert.crossing.issued.v1", alert, isExercise: !isExercise) == "status exercise")
        }
    }
}
