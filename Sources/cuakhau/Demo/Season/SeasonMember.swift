import Agencies
import Contracts

/// Somebody in the season's play.
struct SeasonMember: Sendable {
    let name: String
    let role: Role
    /// Nil: an outside system, which speaks through `cuakhau publish`.
    let kind: OfficeKind?
    let gate: String?

    static func cast(gates: [String]) -> [SeasonMember] {
        gates.map { SeasonMember(name: "gate-\($0.lowercased())", role: .border, kind: .checkpoint, gate: $0) } + [
            SeasonMember(name: "desk", role: .desk, kind: .desk, gate: nil), SeasonMember(name: "bank", role: .bank, kind: .bank, gate: nil),
            SeasonMember(name: "affairs", role: .affairs, kind: .affairs, gate: nil),
            SeasonMember(name: "labour", role: .labour, kind: .labour, gate: nil),
            SeasonMember(name: "commune", role: .commune, kind: nil, gate: nil), SeasonMember(name: "centre", role: .centre, kind: nil, gate: nil),
            SeasonMember(name: "police", role: .police, kind: nil, gate: nil),
        ]
    }
}
