/// Where a row was read.
public enum ReferenceSource: String, CaseIterable, Sendable {
    /// The plan, in the lines that the row cites.
    case plan
    /// A public source; the plan does not say it.
    case `public`
}
