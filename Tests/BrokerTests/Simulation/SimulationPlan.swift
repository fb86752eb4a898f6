import Contracts
import SwiftProtobuf
import Wire

@testable import Broker

/// Who takes part in one run, and under which rules: thrown with the run's seed.
struct SimulationPlan {
    struct Reading {
        let principal: Principal
        let name: String
        let filter: String
        let settings: WireSettings
        let agents: Int
    }

    let seed: UInt64
    let limits: BrokerLimits
    let readings: [Reading]
    let keys: Int
    private(set) var steps: [SimulationStep]
    let retention: RetentionPolicy
    let creditMessages: Int

    init(seed: UInt64, steps count: Int) {
        var dice = SplitMix64(seed: seed)
        self.seed = seed
        var limits = BrokerLimits()
        // Often little is in memory, so that the journal is read.
        limits.tailBytesMax = dice.chance(50) ? 1 : 4_096
        limits.pageMessagesMax = Int.random(in: 1...8, using: &dice)
        limits.messagesPerFrameMax = 64
        limits.deadLettersPerConsumerMax = dice.chance(25) ? 2 : 10_000
        // And often few go out in one turn, so that consumers catch up share by share.
        var pace = SplitMix64(seed: ~seed)
        if pace.chance(50) {
            limits.deliverMessagesPerTurnMax = Int.random(in: 1...8, using: &pace)
            limits.catchUpMessagesPerTurnMax = Int.random(in: 1...4, using: &pace)
            limits.catchUpOutMax = Int.random(in: 1...8, using: &pace)
        }
        self.limits = limits
        keys = Int.random(in: 1...6, using: &dice)
        creditMessages = [1, 2, 4, 16][Int.random(in: 0..<4, using: &dice)]
        var readings: [Reading] = []
        for index in 0..<Int.random(in: 1...3, using: &dice) {
            let reader: (Principal, String) = [(Cast.affairs, ">"), (Cast.police, "gate.>"), (Cast.affairs, "contract.>")][index]
            let settings = Self.settings(&dice)
            let agents = settings.kind == .exclusive ? Int.random(in: 1...2, using: &dice) : Int.random(in: 1...3, using: &dice)
            readings.append(Reading(principal: reader.0, name: "c\(index)", filter: reader.1, settings: settings, agents: agents))
        }
        self.readings = readings
        // Half of the runs keep few messages that nobody waits for. Drawn last, so that the rest of a run is what it was without.
        steps = (0..<count).map { _ in SimulationStep.random(&dice) }
        let kept = dice.chance(50) ? Int.random(in: 1...20, using: &dice) : nil
        let all = try? TypeFilter(validating: ">")
        retention = RetentionPolicy(entries: all.map { [RetentionPolicy.Entry(filter: $0, rule: RetentionRule(count: kept))] } ?? [])
    }

    /// The same with other steps.
    func with(_ steps: [SimulationStep]) -> SimulationPlan {
        var plan = self
        plan.steps = steps
        return plan
    }

    private static func settings(_ dice: inout SplitMix64) -> WireSettings {
        let kind: ConsumerKind = [.exclusive, .shared, .keyed, .keyed][Int.random(in: 0..<4, using: &dice)]
        let isLeased = kind != .exclusive || dice.chance(50)
        return .with {
            $0.kind = kind
            $0.leaseMs = isLeased ? UInt32.random(in: 1...3, using: &dice) * 1_000 : 0
            $0.attemptsMax = isLeased ? UInt32.random(in: 1...4, using: &dice) : 0
            $0.backoffMs = (0..<Int.random(in: 1...3, using: &dice)).map { _ in UInt32.random(in: 1...8, using: &dice) * 100 }
            $0.poison = kind == .keyed && dice.chance(50) ? .blockKey : .skip
        }
    }
}
