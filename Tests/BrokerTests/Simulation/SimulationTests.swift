import Foundation
import Testing

@testable import Broker

/// The core over random runs. A failure prints its seed: `CUAKHAU_SEED=… CUAKHAU_STEPS=…` replays that run, and shows it short.
@Suite struct SimulationTests {
    /// Steps of one run. Many short runs meet more rules than few long ones.
    private static let stepsPerRun = 2_000
    private static let parts = 4

    private static func number(_ name: String) -> UInt64? { ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } }

    @Test(arguments: 0..<parts) func `a million random steps break no promise`(_ part: Int) {
        let count = Int(Self.number("CUAKHAU_STEPS") ?? 0)
        if let seed = Self.number("CUAKHAU_SEED") {
            if part == 0 { run(SimulationPlan(seed: seed, steps: count > 0 ? count : Self.stepsPerRun)) }
            return
        }
        let runs = (count > 0 ? count : 1_000_000) / Self.stepsPerRun / Self.parts
        for number in 0..<max(1, runs) {
            guard run(SimulationPlan(seed: UInt64(number * Self.parts + part), steps: Self.stepsPerRun)) else { return }
        }
    }

    @discardableResult
    private func run(_ plan: SimulationPlan) -> Bool {
        guard let failure = Simulation(plan).run() else { return true }
        Issue.record("\(Shrinker.story(plan, failure))")
        return false
    }

    @Test func `the same seed gives the same bytes`() {
        for seed in 1...4 as ClosedRange<UInt64> {
            let digests = (0..<2).map { _ in
                let simulation = Simulation(SimulationPlan(seed: seed, steps: 500))
                simulation.digest = seed
                _ = simulation.run()
                return simulation.digest
            }
            #expect(digests[0] == digests[1])
        }
    }

    @Test(arguments: Sabotage.allCases) func `a broken rule is found`(_ sabotage: Sabotage) throws {
        var steps = 0
        for seed in 0..<50 as Range<UInt64> {
            let plan = SimulationPlan(seed: seed, steps: Self.stepsPerRun)
            guard let failure = Simulation(plan, sabotage: sabotage).run() else {
                steps += plan.steps.count
                continue
            }
            #expect(steps + failure.step <= 20_000)
            return
        }
        Issue.record("nothing was found in \(steps) steps")
    }

    @Test func `a failing run is told short`() throws {
        let plan = SimulationPlan(seed: 1, steps: Self.stepsPerRun)
        let failure = try #require(Simulation(plan, sabotage: .lostAck).run())
        let short = Shrinker.shortened(plan, sabotage: .lostAck, failingAfter: failure.step, as: failure.text)
        #expect(short.steps.count <= 60)
        #expect(Simulation(short, sabotage: .lostAck).run() != nil)
    }
}
