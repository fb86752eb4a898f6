import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct AffairsStateTests {
    @Test func `the office takes the steps of a case that the contract allows, and no other`() throws {
        let type = try #require(Catalogue.standard.type(named: "protection.case.changed.v1"))
        for from in ProtectionCaseState.allCases {
            for to in ProtectionCaseState.allCases {
                let changed = Langson_Protection_V1_CaseChanged.with {
                    $0.caseID = AffairsTrial.ulid(1)
                    $0.openedBy = "centre-a"
                    $0.from = from.contract
                    $0.state = to.contract
                }
                let bytes: [UInt8] = try changed.serializedBytes()
                let result = bytes.withUnsafeBytes { type.check($0, recordedAt: 0, isExercise: false) }
                let isAllowed = if case .accepted = result { true } else { false }
                #expect(from.following.contains(to) == isAllowed, "\(from) > \(to)")
            }
        }
    }

    @Test func `a step that a machine does not have is refused, and both states are named`() {
        Self.walk(ProtectionCaseState.self)
        Self.walk(HeardAlertState.self)
        Self.walk(MatterState.self)
        Self.walk(AgreementState.self)
    }

    private static func walk<State: StateMachine>(_ states: State.Type) {
        for from in State.allCases {
            for to in State.allCases {
                let refusal = affairsRefusal { _ = try from.moving(to: to) }
                if from.following.contains(to) {
                    #expect(refusal == nil, "\(from) > \(to)")
                } else {
                    #expect(refusal?.code == .illegalTransition, "\(from) > \(to)")
                    for language in Language.allCases {
                        let text = refusal?.wording[language] ?? ""
                        #expect(text.contains(from.name[language]) && text.contains(to.name[language]), "\(from) > \(to): \(text)")
                    }
                }
            }
        }
    }

    @Test func `every state can be left for the end, and no state of a case but closed ends it`() {
        for state in ProtectionCaseState.allCases { #expect(!state.following.isEmpty, "\(state)") }
        for state in ProtectionCaseState.allCases where state.following.contains(.closed) {
            #expect(!state.escalates, "a clock must never decide between closing and escalating: \(state)")
        }
        #expect(AgreementState.ended.following.isEmpty)
        #expect(!HeardAlertState.cancelled.isOpen && !HeardAlertState.expired.isOpen)
    }

    @Test func `every word of the contract has a name in both languages`() {
        #expect(AffairsWords.kinds.words.count == Langson_Protection_V1_CaseKind.allCases.count - 1)
        #expect(AffairsWords.channels.words.count == Langson_Protection_V1_CaseChannel.allCases.count - 1)
        #expect(AffairsWords.outcomes.words.count == Langson_Protection_V1_CaseOutcome.allCases.count - 1)
        #expect(AffairsWords.actions.words.count == Langson_Alert_V1_AlertAction.allCases.count - 1)
        #expect(AffairsWords.statuses.words.count == Langson_Alert_V1_AlertStatus.allCases.count - 1)
        #expect(AffairsWords.urgencies.words.count == Langson_Alert_V1_AlertUrgency.allCases.count - 1)
        #expect(AffairsWords.severities.words.count == Langson_Alert_V1_AlertSeverity.allCases.count - 1)
        #expect(AffairsWords.certainties.words.count == Langson_Alert_V1_AlertCertainty.allCases.count - 1)
        #expect(AffairsWords.needs.words.count == Langson_Handover_V1_Need.allCases.count - 1)
        #expect(AffairsWords.topics.words.count == Langson_Voice_V1_VoiceTopic.allCases.count - 1)
        #expect(AffairsWords.sectors.words.count == Langson_Demand_V1_Sector.allCases.count - 1)
        #expect(AffairsWords.orderStates.words.count == Langson_Demand_V1_OrderState.allCases.count - 1)
        #expect(AffairsWords.kinds.name("wages").vi == "tiền lương")
        #expect(AffairsWords.kinds.value("unspecified") == nil)
    }
}
