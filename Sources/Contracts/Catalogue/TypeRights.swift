/// Who may publish and who may read a type. Sets of roles are bits.
struct TypeRights: Sendable {
    var publishers: UInt16 = 0
    private(set) var readers: UInt16 = 0
    /// What ties readers to a part of the messages, by their role's raw value.
    private(set) var bindings = [Binding](repeating: .none, count: Int(Role.operator.rawValue) + 1)

    /// Every role but the operator's.
    static let everyRole = Role.allCases.reduce(0) { $0 | $1.mask } & ~Role.operator.mask

    mutating func add(readers mask: UInt16, _ binding: Binding) {
        readers |= mask
        for role in Role.allCases where mask & role.mask != 0 { bindings[Int(role.rawValue)] = binding }
    }

    static func roles(_ mask: UInt16) -> [Role] { Role.allCases.filter { $0.mask & mask != 0 } }
}
