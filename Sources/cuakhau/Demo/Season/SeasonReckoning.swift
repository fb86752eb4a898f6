import Agencies
import Foundation

/// Whether the season came out as it has to: everybody accounted for, the money balanced, every call answered.
struct SeasonReckoning {
    /// What holds, and what does not.
    private(set) var lines: [(isRight: Bool, text: String)] = []

    var isFaultless: Bool { lines.allSatisfy(\.isRight) }

    init(_ season: Season) throws {
        let journeys = try season.journeys()
        let byState = Dictionary(grouping: journeys, by: \.state).mapValues(\.count)
        let (returned, absent) = (byState["returned"] ?? 0, byState["no_show"] ?? 0)
        expect(
            journeys.count == season.plan.workers && returned + absent == journeys.count && absent == season.plan.cast.absent.count,
            "workers: \(journeys.count) on manifests, \(returned) out and back, \(absent) did not go"
        )
        expect("ledger") { try season.bank.run("ledger", "check") }
        let funds = try season.decoded(FundLine.self, season.bank.run("fund", "list", "--json"))
        let lent = VND(funds.reduce(0) { $0 + $1.lent_vnd })
        expect(lent > .zero && funds.allSatisfy { $0.available_vnd >= 0 }, "funds: \(lent) lent, and each line of the plan has something left")
        let cases = try season.cases(all: true)
        expect(
            cases.count == 3 && cases.allSatisfy { $0.state == "closed" || $0.state == "escalated" },
            "cases: \(cases.count), each closed by a person"
        )
        expect(
            season.alerts.issued > 0 && season.alerts.acknowledged == season.alerts.issued,
            "alerts: \(season.alerts.issued), \(season.alerts.acknowledged) acknowledged"
        )
        for (office, status) in try season.stage.statuses() {
            expect(
                status.problems == 0 && status.refused == 0 && status.waiting == 0,
                "\(office): \(status.taken) taken, \(status.confirmed) said and confirmed"
                    + (status.problems + status.refused > 0 ? ", \(status.problems) problems, \(status.refused) refused" : "")
            )
        }
        if let disturbance = season.stage.disturbance {
            expect(disturbance.count == disturbance.goal, "services killed: \(disturbance.count) times of \(disturbance.goal)")
        }
        expect("vault") { try season.labour.run("vault", "check") }
    }

    private struct FundLine: Decodable {
        let available_vnd: Int64
        let lent_vnd: Int64
    }

    /// A check that is a command's own: where it does not hold, the command says so.
    private mutating func expect(_ name: String, _ check: () throws -> String) {
        do {
            expect(true, "\(name): " + (try check()).split(separator: "\n").joined(separator: " "))
        } catch {
            expect(false, "\(name): \(error)")
        }
    }

    private mutating func expect(_ isRight: Bool, _ text: String) { lines.append((isRight, text)) }
}
