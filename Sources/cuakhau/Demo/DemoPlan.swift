/// What goes wrong in the morning, and when. Decides; the demo acts.
struct DemoPlan {
    enum Step: Equatable {
        case cutLink
        case killGateway
        case restartGateway
        case restoreLink
    }

    private let crossings: Int
    private var rest: [Step] = [.cutLink, .killGateway, .restartGateway, .restoreLink]
    private var killedAt: Duration?
    private var restartedAt: Duration?

    init(crossings: Int) { self.crossings = crossings }

    var isOver: Bool { rest.isEmpty }
    var isGatewayDown: Bool { killedAt != nil && restartedAt == nil }

    /// The steps that are due, each once and in order.
    ///
    /// - Parameters:
    ///   - crossings: How many have reached the labour hub.
    ///   - now: The time since the beginning.
    mutating func due(crossings: Int, now: Duration) -> [Step] {
        var steps: [Step] = []
        while let next = rest.first, isDue(next, Double(crossings) / Double(max(1, self.crossings)), now) {
            steps.append(next)
            rest.removeFirst()
            if next == .killGateway { killedAt = now }
            if next == .restartGateway { restartedAt = now }
        }
        return steps
    }

    private func isDue(_ step: Step, _ fraction: Double, _ now: Duration) -> Bool {
        switch step {
        case .cutLink: fraction >= 0.15
        case .killGateway: fraction >= 0.35
        case .restartGateway: now >= (killedAt ?? now) + .seconds(1)
        // Two thirds are the most that the other two checkpoints can bring.
        case .restoreLink: fraction >= 0.5 && now >= (restartedAt ?? now) + .seconds(1)
        }
    }
}
