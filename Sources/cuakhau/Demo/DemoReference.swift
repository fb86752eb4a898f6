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
        let data = try folder.map { (folder) throws(ReferenceError) in try ReferenceData(folder: folder) } ?? ReferenceData.standard()
        gates = try Self.gateCodes.map { code in
            guard let gate = data.gates.first(where: { $0.code == code }) else {
                throw ReferenceError(file: "gates.csv", column: "gate", message: "the demo needs the gate \(code)")
            }
            return (gate.code, gate.name)
        }
        let targets = data.targets.compactMap { target in
            target.minimum.map { "\($0) \(target.unit) a \(target.nameEnglish.contains("Chongzuo") ? "year to Chongzuo" : "year elsewhere") [\(target.source)]" }
        }
        let total = data.funds.first { $0.parent == nil }
        summary = [
            "plan      at least \(targets.joined(separator: ", "))",
            "money     \(total.map { "\(Self.dong($0.amount)) ₫ [\($0.source)], in \(data.funds.count - 1) lines that add up" } ?? "none")",
            "offices   \(data.organisations.count { $0.validTo == nil }) today; gates \(gates.map(\.name).joined(separator: ", ")) of \(data.gates.count)",
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
