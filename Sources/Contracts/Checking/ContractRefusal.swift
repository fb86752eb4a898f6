/// Why a body is not a valid message of its type. Names the field and the rule; never the value.
public struct ContractRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// Which rule was broken. The raw values are part of the protocol (`Refusal.rule`).
    public enum Rule: String, CaseIterable, Sendable {
        case malformed
        case utf8
        case depth
        case required
        case range
        case length
        case items
        case format
        case enumeration
        case order
        case conditional
        case count
        case sum
        case transition
        case oneOfRequired = "one_of_required"
        case documentNumber = "document_number"
        case suppressed
        case age
        case exercise
        case sealed
        case size
    }

    /// The field, for example `entries[3].document_token`; empty: the message as a whole.
    public let path: String
    public let rule: Rule
    /// What would have been accepted.
    public let expected: String

    public init(path: String, rule: Rule, expected: String) {
        self.path = path
        self.rule = rule
        self.expected = expected
    }

    public var description: String { "\(path.isEmpty ? "the message" : path) breaks \(rule.rawValue): expected \(expected)" }
}

/// The answer of a check.
public enum CheckResult {
    case accepted(MessageKey)
    case refused(ContractRefusal)
}
