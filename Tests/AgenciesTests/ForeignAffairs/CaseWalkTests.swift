import Contracts
import Testing

@testable import Agencies

/// Officers and clocks in any order: whatever they try, what is said of a case is one legal way through the machine.
@Suite struct CaseWalkTests {
    @Test(arguments: 1...6) func `whatever two officers try, a case goes one legal way`(seed: UInt64) throws {
        var generator = Steps(state: seed)
        let office = try AffairsTrial.make()
        let id = try office.open()
        var officers: [String] = []
        for _ in 0..<300 {
            let officer = ["Lan", "Hoa"][Int(generator.next() % 2)]
            let refusal = affairsRefusal { try Self.act(Int(generator.next() % 10), id, officer, office) }
            if let refusal { #expect([.illegalTransition, .conflict, .forbidden, .invalid].contains(refusal.code), "seed \(seed)") }
            officers.append(officer)
        }
        let changes = try office.changes()
        #expect(!changes.isEmpty)
        var state = Langson_Protection_V1_CaseState.reported
        for change in changes {
            #expect(change.from == state, "seed \(seed)")
            state = change.state
        }
        #expect(try office.find(id).state.contract == state)
        let steps = try office.steps(id)
        for (before, after) in zip(steps, steps.dropFirst()) {
            #expect(after.from == before.to, "seed \(seed)")
            // A clock takes one step only.
            if after.officer == nil { #expect(after.to == .escalated, "seed \(seed)") }
        }
        #expect(steps.count { $0.act == .moved } == changes.count)
    }

    private static func act(_ choice: Int, _ id: String, _ officer: String, _ office: AffairsTrial) throws {
        try office.write { rules, transaction in
            switch choice {
            case 0: try rules.takeCase(id, officer: officer, in: transaction)
            case 1: try rules.takeCase(id, officer: officer, over: "ca trực mới", in: transaction)
            case 2: try rules.triageCase(id, officer: officer, in: transaction)
            case 3: try rules.notifyMission(of: id, mission: "CG-NN", officer: officer, in: transaction)
            case 4: try rules.advanceCase(id, to: .acting, officer: officer, in: transaction)
            case 5: try rules.advanceCase(id, to: .resolved, officer: officer, outcome: .helpedAbroad, in: transaction)
            case 6: try rules.advanceCase(id, to: .familyInformed, officer: officer, in: transaction)
            case 7: try rules.closeCase(id, officer: officer, outcome: .other, in: transaction)
            case 8: try rules.reopenCase(id, officer: officer, reason: "tin mới", in: transaction)
            default: break
            }
        }
        try office.tick(seconds: choice == 9 ? 40_000 : 60)
    }

    private struct Steps: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }
}
