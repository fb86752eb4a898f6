import Wire

@testable import Broker

/// Makes a failing run short: parts of it are left out as long as it still fails (delta debugging), for a bounded time.
enum Shrinker {
    static let time = Duration.seconds(15)

    static func shortened(_ plan: SimulationPlan, sabotage: Sabotage?, failingAfter count: Int, as text: String) -> SimulationPlan {
        let clock = ContinuousClock()
        let deadline = clock.now + time
        var best = plan.with(Array(plan.steps.prefix(count)))
        var size = max(1, best.steps.count / 2)
        while size >= 1, clock.now < deadline {
            var start = 0
            var isShorter = false
            while start < best.steps.count, clock.now < deadline {
                var steps = best.steps
                steps.removeSubrange(start..<min(start + size, steps.count))
                let candidate = plan.with(steps)
                if let failure = Simulation(candidate, sabotage: sabotage).run(), kind(failure.text) == kind(text) {
                    best = plan.with(Array(steps.prefix(failure.step)))
                    isShorter = true
                } else {
                    start += size
                }
            }
            if size == 1, !isShorter { break }
            size = isShorter && size == 1 ? 1 : max(1, size / 2)
        }
        return best
    }

    /// What was wrong, whichever message it was about.
    private static func kind(_ text: String) -> String { text.filter { !$0.isNumber } }

    /// What a person reads: the seed, what was wrong, and how it came about.
    static func story(_ plan: SimulationPlan, sabotage: Sabotage? = nil, _ failure: (step: Int, text: String)) -> String {
        let short = shortened(plan, sabotage: sabotage, failingAfter: failure.step, as: failure.text)
        let simulation = Simulation(short, sabotage: sabotage, isTold: true)
        let again = simulation.run()
        let readings = short.readings.map { "\($0.name): \($0.settings.kind), \($0.agents) agents, \($0.filter)" }
        return """
            seed \(plan.seed), step \(failure.step) of \(plan.steps.count): \(failure.text)
            CUAKHAU_SEED=\(plan.seed) CUAKHAU_STEPS=\(plan.steps.count) replays it; \(short.steps.count) steps are enough:
            \(readings.joined(separator: "\n"))
            \((simulation.lines ?? []).joined(separator: "\n"))
            \(again?.text ?? "")
            """
    }
}
