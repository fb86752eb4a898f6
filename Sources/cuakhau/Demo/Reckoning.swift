import Contracts

/// Holds what was published against what arrived.
struct Reckoning {
    struct Row {
        let member: DemoCast.Member
        let report: AgentReport
        /// Messages that should have come and did not, or other ones instead.
        let lost: Int
    }

    let rows: [Row]

    init(_ agents: [(member: DemoCast.Member, report: AgentReport)]) {
        var published: [String: Tally] = [:]
        for agent in agents {
            for (kind, tally) in agent.report.published { published[kind, default: Tally()].add(tally) }
        }
        rows = agents.map { agent in
            Row(member: agent.member, report: agent.report, lost: Self.lost(agent.member, agent.report, published))
        }
    }

    /// By type, every message that this member is entitled to must be there, and be the same one.
    private static func lost(_ member: DemoCast.Member, _ report: AgentReport, _ published: [String: Tally]) -> Int {
        var expected: [String: Tally] = [:]
        for (kind, tally) in published {
            let parts = kind.split(separator: "@", maxSplits: 1).map(String.init)
            guard let type = Catalogue.standard.type(named: parts[0]), type.mayRead(member.role) else { continue }
            let bound = parts.count > 1 ? parts[1] : nil
            let isMine =
                switch type.readBinding(for: member.role) {
                case .none: true
                case .gate: member.gate == nil || bound == member.gate
                case .principal: bound == member.name
                }
            if isMine { expected[parts[0], default: Tally()].add(tally) }
        }
        return expected.reduce(0) { lost, entry in
            let came = report.delivered[entry.key] ?? Tally()
            if came == entry.value { return lost }
            return lost + max(1, entry.value.count - came.count)
        }
    }

    /// Nothing waits, nothing is missing, and every script is at its end.
    var isSettled: Bool { rows.allSatisfy { $0.lost == 0 && $0.report.waiting == 0 && $0.report.isScriptDone } }

    var isFaultless: Bool { rows.allSatisfy { $0.lost == 0 && $0.report.unentitled == 0 && $0.report.inversions == 0 } }

    var table: [String] {
        var table = TextTable([
            "AGENCY", "PUBLISHED", "CONFIRMED", "REFUSED", "DELIVERED", "ACKNOWLEDGED", "REDELIVERED", "DUPLICATES", "LOST", "INVERSIONS",
            "NOT ENTITLED",
        ])
        for row in rows {
            table.append(
                [row.member.title]
                    + [
                        row.report.publishedCount, row.report.confirmed, row.report.refused.count, row.report.deliveredCount,
                        row.report.acknowledged, row.report.redelivered, row.report.duplicates, row.lost, row.report.inversions,
                        row.report.unentitled,
                    ].map(String.init)
            )
        }
        return table.lines
    }
}
