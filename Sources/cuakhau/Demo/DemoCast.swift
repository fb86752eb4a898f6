import Contracts

/// Who plays a part in the morning.
struct DemoCast: Sendable {
    struct Member: Sendable {
        let name: String
        let role: Role
        let gate: String?
        /// How the table calls it.
        let title: String
    }

    /// Three checkpoints at three gates, and one of every other agency that has something to do.
    let members: [Member]

    init(gates: [(code: String, name: String)]) {
        members =
            [
                Member(name: "desk", role: .desk, gate: nil, title: "cooperation desk"),
                Member(name: "labour", role: .labour, gate: nil, title: "labour hub"),
            ]
            + gates.map { Member(name: "checkpoint-\($0.code.lowercased())", role: .border, gate: $0.code, title: "checkpoint \($0.name)") }
            + [
                Member(name: "bank", role: .bank, gate: nil, title: "policy bank"),
                Member(name: "affairs", role: .affairs, gate: nil, title: "foreign affairs"),
                Member(name: "commune", role: .commune, gate: nil, title: "commune"),
                Member(name: "centre", role: .centre, gate: nil, title: "employment centre"),
                Member(name: "police", role: .police, gate: nil, title: "police"),
            ]
    }

    var checkpoints: [Member] { members.filter { $0.role == .border } }
}
