import Agencies

/// What the demo takes from the plan and the other reference data.
struct DemoReference: Sendable {
    /// The three gates at which the checkpoints stand.
    let gates: [(code: String, name: String)]
    /// Lines that say so.
    let summary: [String]

    private static let gateCodes = ["HN", "CM", "DD"]

    /// - Parameter folder: Where the tables lie; nil: those in the program.
    init(folder: String?) throws {
        let data = if let folder { try ReferenceData(folder: folder) } else { ReferenceData.standard }
        gates = try Self.gateCodes.map { code in
            guard let gate = data.gate(code) else { throw CommandFailure(.dataError, "gates.csv: the demo needs the gate \(code)") }
            return (gate.id, gate.nameVI)
        }
        let targets = data.targets.compactMap { target in
            target.minimum.map {
                "\($0) \(target.unit.rawValue) a year \(target.place == .chongzuo ? "to Chongzuo" : "elsewhere") [S \(target.sourceLines)]"
            }
        }
        let total = data.funds.first { $0.parent == nil }
        summary = [
            "plan      at least \(targets.joined(separator: ", "))",
            "money     \(total.map { "\(Self.dong($0.amountVND)) ₫ [S \($0.sourceLines)], and its parts add up" } ?? "none")",
            "offices   \(data.organisations.count) organisations; checkpoints at \(gates.map(\.name).joined(separator: ", ")) of \(data.gates.count) gates",
        ]
    }

    /// Grouped by points, as amounts are written in Vietnam.
    private static func dong(_ amount: Int64) -> String {
        var groups: [String] = []
        var rest = String(amount)
        while rest.count > 3 {
            groups.insert(String(rest.suffix(3)), at: 0)
            rest.removeLast(3)
        }
        return ([rest] + groups).joined(separator: ".")
    }
}
