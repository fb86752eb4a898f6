import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct LoanStateTests {
    @Test func `every step agrees with the list of the contract, and every other one is refused with the states named`() throws {
        let type = try #require(Catalogue.standard.type(named: "loan.status.changed.v1"))
        for from in LoanState.allCases {
            for to in LoanState.allCases {
                let message = Langson_Loan_V1_StatusChanged.with {
                    $0.loanRef = String(repeating: "0", count: 26)
                    $0.from = from.message
                    $0.to = to.message
                }
                let body: [UInt8] = try message.serializedBytes()
                var isAllowed = false
                if case .accepted = body.withUnsafeBytes({ type.check($0, recordedAt: 0, isExercise: false) }) { isAllowed = true }
                #expect(from.following.union(from.corrections).contains(to) == isAllowed, "\(from) > \(to)")
                guard !from.following.contains(to) else {
                    #expect(try from.moving(to: to) == to)
                    continue
                }
                let error = #expect(throws: OfficeError.self) { try from.moving(to: to) }
                #expect(error?.code == .illegalTransition)
                #expect(error?.wording.en.contains("“\(from.name.en)” and cannot become “\(to.name.en)”") == true)
                #expect(error?.wording.vi.contains("“\(from.name.vi)”") == true && error?.wording.vi.contains("“\(to.name.vi)”") == true)
            }
        }
    }

    @Test func `every state has a name of its own in both languages, and stands for one of the contract's`() {
        #expect(Set(LoanState.allCases.map(\.name.vi)).count == LoanState.allCases.count)
        #expect(Set(LoanState.allCases.map(\.name.en)).count == LoanState.allCases.count)
        #expect(Set(LoanState.allCases.map(\.message)).count == Langson_Loan_V1_LoanState.allCases.count - 1)
    }

    @Test func `every state can be reached from the commune's list, and leads to an end`() {
        func reached(from state: LoanState) -> Set<LoanState> {
            var reached: Set<LoanState> = [state]
            var frontier = reached
            while !frontier.isEmpty {
                frontier = frontier.reduce(into: Set()) { $0.formUnion($1.following) }.subtracting(reached)
                reached.formUnion(frontier)
            }
            return reached
        }
        #expect(reached(from: .listed) == Set(LoanState.allCases))
        for state in LoanState.allCases { #expect(reached(from: state).contains { $0.following.isEmpty }, "\(state)") }
    }
}
