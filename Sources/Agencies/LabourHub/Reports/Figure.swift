/// A line of the hub's report.
public struct Figure: Hashable, Sendable {
    public enum Unit: String, Sendable {
        case persons, loans, dong, cases, percent
    }

    /// A code for programs, stable between versions.
    public let code: String
    public let name: Wording
    public let unit: Unit
    /// As counted. Of persons, see ``text``.
    public let value: Int64
    /// What it is measured against; nil: nothing.
    public let goal: Int64?

    public init(_ code: String, _ name: Wording, _ unit: Unit, _ value: Int64, goal: Int64? = nil) {
        self.code = code
        self.name = name
        self.unit = unit
        self.value = value
        self.goal = goal
    }

    /// As it may leave the office: persons under five are not told.
    public var text: String {
        switch unit {
        case .persons: SmallCount.text(Int(value))
        case .dong: VND(value).description
        case .percent: "\(value) %"
        case .loans, .cases: String(value)
        }
    }

    /// A goal may count people too: those who have gone are whom the return of is awaited.
    public var goalText: String {
        guard let goal else { return "" }
        return switch unit {
        case .dong: VND(goal).description
        case .persons: SmallCount.text(Int(goal))
        case .loans, .cases, .percent: String(goal)
        }
    }
}
