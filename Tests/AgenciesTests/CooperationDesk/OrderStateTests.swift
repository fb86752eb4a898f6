import Contracts
import SwiftProtobuf
import Testing

@testable import Agencies

struct OrderStateTests {
    @Test func `every pair of states is a step of the contract, or is refused with both named`() throws {
        for from in OrderState.allCases {
            for to in OrderState.allCases {
                guard from != .draft else { continue }
                #expect(from.following.contains(to) == isStepOfContract(from, to), "\(from) to \(to)")
            }
        }
    }

    @Test func `an illegal step names where the order is, where it cannot go, and where it can`() throws {
        for from in OrderState.allCases {
            for to in OrderState.allCases where !from.following.contains(to) {
                let error = try #require(throws: OfficeError.self) { try from.moving(to: to) }
                #expect(error.code == .illegalTransition)
                for language in Language.allCases {
                    #expect(error.wording[language].contains(from.name[language]))
                    #expect(error.wording[language].contains(to.name[language]))
                    for next in from.following { #expect(error.wording[language].contains(next.name[language])) }
                }
            }
        }
        #expect(try OrderState.draft.moving(to: .published) == .published)
    }

    @Test func `every open order can be cancelled and can expire, and nothing follows its end`() {
        for state in OrderState.allCases {
            #expect(state.following.contains(.cancelled) == state.isOpen)
            #expect(state.following.contains(.expired) == state.isOpen)
        }
        #expect(OrderState.allCases.filter { !$0.isOpen } == [.closed, .cancelled, .expired])
    }

    private func isStepOfContract(_ from: OrderState, _ to: OrderState) -> Bool {
        let message = Langson_Demand_V1_OrderChanged.with {
            $0.orderID = "01JAVD5E5Z3X8V9R2M4N6P7Q8S"
            $0.version = 2
            $0.reason = "x"
            $0.changes.step.from = from.contract
            $0.changes.step.to = to.contract
        }
        guard let rules = Catalogue.standard.type(named: "demand.order.changed.v1"), let body: [UInt8] = try? message.serializedBytes() else {
            return false
        }
        if case .accepted = body.withUnsafeBytes({ rules.check($0, recordedAt: 0, isExercise: false) }) { return true }
        return false
    }
}
