import Contracts

@testable import Broker

/// The principals of the tests. Their keys are names here: the core compares them and does no more.
enum Cast {
    static let gateNorth = Principal(name: "gate-north", role: .border, gate: "HN", keys: ["key of gate-north"])
    static let gateSouth = Principal(name: "gate-south", role: .border, gate: "TT", keys: ["key of gate-south"])
    /// The border guard's own office: bound to no gate.
    static let border = Principal(name: "border", role: .border, keys: ["key of border"])
    static let labour = Principal(name: "labour", role: .labour, keys: ["key of labour"])
    static let bank = Principal(name: "bank", role: .bank, keys: ["key of bank"])
    static let affairs = Principal(name: "affairs", role: .affairs, keys: ["key of affairs"])
    static let police = Principal(name: "police", role: .police, keys: ["key of police"])
    static let auditor = Principal(name: "auditor", role: .auditor, keys: ["key of auditor"])
    static let `operator` = Principal(name: "operator", role: .operator, keys: ["key of operator"])

    static let all = [gateNorth, gateSouth, border, labour, bank, affairs, police, auditor, `operator`]

    /// All of them, with one changed.
    static func with(_ changed: Principal) -> [Principal] { all.map { $0.name == changed.name ? changed : $0 } }

    /// All of them but one.
    static func without(_ removed: Principal) -> [Principal] { all.filter { $0.name != removed.name } }
}
