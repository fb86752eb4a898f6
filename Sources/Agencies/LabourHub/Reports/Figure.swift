/// A line of the hub's report.
public struct Figure: Hashable, Sendable {
    public enum Unit: String, Sendable {
        case persons, loans, dong, cases, events, percent
    }

    /// A code for programs, stable between versions.
    public let code: String
    public let name: Wording
    public let unit: Unit
    /// As counted. Of persons, see ``number``.
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

    /// As it may leave the office, for programs: persons under five are not told.
    public var number: String { number(value) }

    /// A goal may count people too: those who have gone are whom the return of is awaited. Empty: there is none.
    public var goalNumber: String { goal.map(number) ?? "" }

    /// As people read it, with what it counts.
    public func text(_ language: Language) -> String { text(value, language) }

    public func goalText(_ language: Language) -> String { goal.map { text($0, language) } ?? "" }

    private func number(_ value: Int64) -> String {
        switch unit {
        case .persons: SmallCount.text(Int(value))
        case .percent: "\(value) %"
        case .loans, .dong, .cases, .events: String(value)
        }
    }

    private func text(_ value: Int64, _ language: Language) -> String {
        switch unit {
        case .persons, .percent: number(value)
        case .dong: VND(value).description
        case .loans: Wording(vi: "\(value) khoản vay", en: "\(value) \(value == 1 ? "loan" : "loans")")[language]
        case .cases: Wording(vi: "\(value) vụ việc", en: "\(value) \(value == 1 ? "case" : "cases")")[language]
        case .events: Wording(vi: "\(value) lượt", en: "\(value) \(value == 1 ? "time" : "times")")[language]
        }
    }
}
