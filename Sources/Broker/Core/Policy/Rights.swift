/// What one principal may do: what the types allow its role, and the policy leaves of it.
package struct Rights: Hashable, Sendable {
    /// Whose consumers and dead letters it may change.
    package enum Scope: String, Sendable, CaseIterable, Comparable {
        case none
        case own
        case all

        package static func < (left: Scope, right: Scope) -> Bool {
            Scope.allCases.firstIndex(of: left)! < Scope.allCases.firstIndex(of: right)!
        }
    }

    package var publish = TypeSet()
    package var read = TypeSet()
    package var administer = Scope.none

    package init() {}
}
