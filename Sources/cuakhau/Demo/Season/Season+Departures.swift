import Agencies
import Foundation

/// Manifests, the gates' mornings, a checkpoint without a link, and a gate that is closed for three days.
extension Season {
    struct Journey: Decodable {
        let contract: String
        let worker: String
        let gate: String
        let day: String
        let state: String
    }

    private static let firstDeparture = 5
    private static let offline = 6...7
    private static let suspended = 9...11

    private var offlineGate: String { plan.gates[1] }
    private var suspendedGate: String { plan.gates[2] }

    func journeys() throws -> [Journey] { try decoded(Journey.self, labour.run("journey", "list", "--officer", Self.officer, "--json")) }

    /// The number of a worker whom the hub calls so.
    func number(of ref: String) -> Int { numbers[ref] ?? 0 }

    func departures(_ day: Int) async throws {
        let last = Self.firstDeparture + SeasonPlan.departureDays
        if day == Self.offline.lowerBound {
            checkpoint(offlineGate).stop()
            say("the checkpoint at \(offlineGate) loses its link for two days; it goes on")
        }
        if day == Self.offline.upperBound + 1 {
            try checkpoint(offlineGate).start()
            say("the link at \(offlineGate) is back; what waited there is sent")
        }
        if day == Self.suspended.lowerBound - 1 { try await suspend() }
        if (Self.firstDeparture..<last).contains(day) { try await leave(day) }
        // The day before: for tomorrow.
        if (Self.firstDeparture - 1..<last - 1).contains(day) { try await lodge(day + 1, isLast: day == last - 2) }
        if day == last { try await permits() }
    }

    private func suspend() async throws {
        let from = SeasonPlan.firstDay.adding(days: Self.suspended.lowerBound)
        let until = SeasonPlan.firstDay.adding(days: Self.suspended.upperBound + 1)
        try checkpoint(suspendedGate).run(
            "gate",
            "suspend",
            "--from",
            "\(from)T00:00",
            "--until",
            "\(until)T00:00",
            "--ends-current",
            "--note",
            "maintenance of the bridge"
        )
        say("the gate \(suspendedGate) is to be closed for three days")
        try await stage.settle()
    }

    private func lodge(_ day: Int, isLast: Bool) async throws {
        let date = SeasonPlan.firstDay.adding(days: day)
        let orders = try orderNames()
        let share = max(1, plan.workers / SeasonPlan.departureDays / plan.gates.count / orders.count)
        for order in orders {
            for gate in plan.gates {
                let count = isLast && gate == plan.gates.last ? plan.workers : share
                // A closed gate is refused, and the workers take the first.
                let isClosed = gate == suspendedGate && Self.suspended.contains(day)
                if isClosed { try labour.run("manifest", "lodge", order, "--gate", gate, "--date", "\(date)", "--count", "\(count)", statuses: [77]) }
                // 66: nobody is left.
                try labour.run(
                    "manifest",
                    "lodge",
                    order,
                    "--gate",
                    isClosed ? plan.gates[0] : gate,
                    "--date",
                    "\(date)",
                    "--count",
                    "\(count)",
                    statuses: [0, 66]
                )
            }
        }
        try await stage.settle()
    }

    private func leave(_ day: Int) async throws {
        let date = SeasonPlan.firstDay.adding(days: day).description
        let today = try journeys().filter { $0.day == date }
        for gate in plan.gates {
            var numbers = today.filter { $0.gate == gate }.map { number(of: $0.worker) }.filter { !plan.cast.absent.contains($0) }
            // One is scanned twice; and one who left at the first gate is scanned once more at the one without a link.
            if let first = numbers.first { numbers.append(first) }
            if gate == offlineGate, day == Self.offline.lowerBound, let other = today.first(where: { $0.gate == plan.gates[0] }) {
                numbers.append(number(of: other.worker))
            }
            try scan(numbers, gate, "exit")
        }
        say("\(today.count) are expected, and leave by \(plan.gates.count) gates")
        try await stage.settle()
    }

    /// Documents are read at a gate.
    func scan(_ numbers: [Int], _ gate: String, _ direction: String) throws {
        guard !numbers.isEmpty else { return }
        let zones = numbers.map { worker($0).zone }
        try checkpoint(gate).run("scan", "--direction", direction, "--json", input: zones.joined(separator: "\n") + "\n")
    }

    /// Some permits end before the season.
    private func permits() async throws {
        let short = Set(plan.cast.shortPermits.map { refs[$0] })
        let until = SeasonPlan.firstDay.adding(days: 45)
        let rows = try journeys().filter { short.contains($0.worker) && $0.state == "exited" }.map { "\($0.contract),\(until)" }
        try labour.run("journey", "permits", try file("permits.csv", ["contract_ref,valid_until"] + rows))
        say("\(rows.count) permits end on \(until.written), before the season does")
    }
}
