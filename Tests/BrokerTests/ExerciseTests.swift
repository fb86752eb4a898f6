import Contracts
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// The envelope's exercise flag is held against what the body says.
struct ExerciseTests {
    let harness = CoreHarness()

    private func alert(_ number: UInt64, _ status: Langson_Alert_V1_AlertStatus, isExercise: Bool) throws -> Sample {
        var body = Langson_Alert_V1_CrossingIssued()
        body.alertID = Sample.ulid(number)
        body.status = status
        body.urgency = .immediate
        body.severity = .severe
        body.certainty = .likely
        body.markerFrom = "1116"
        body.expires = Google_Protobuf_Timestamp(seconds: 1_800_000_000)
        var sample = Sample.exit(number)
        sample.type = "alert.crossing.issued.v1"
        sample.body = try body.serializedBytes()
        sample.isExercise = isExercise
        return sample
    }

    @Test func `an alert crosses as what it is`() throws {
        let border = try Peer.connected(harness, Cast.border)
        border.publish(
            try alert(1, .exercise, isExercise: false),
            try alert(2, .exercise, isExercise: true),
            try alert(3, .actual, isExercise: false),
            try alert(4, .actual, isExercise: true)
        )
        harness.settle()
        let answers = border.takeAnswers()
        #expect(answers.positions == [2: 1, 3: 2])
        #expect(answers.refused.map(\.sequence) == [1, 4])
        for refusal in answers.refused { #expect(refusal.code == .ruleViolated && refusal.path == "status" && refusal.rule == "exercise") }
    }
}
