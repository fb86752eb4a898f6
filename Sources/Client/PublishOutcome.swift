public import Wire

/// What became of a published message.
public enum PublishOutcome: Sendable, Equatable {
    /// Committed and fsynced at this place of the journal. `isRepeat`: it had been before; the gateway recognised it.
    case confirmed(position: UInt64, isRepeat: Bool)
    /// Not accepted, and it will not be.
    case refused(MessageRefusal)
}

/// Why the gateway does not accept a message: the field, the rule and what would have been accepted. Never the value.
public struct MessageRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    public let code: GatewayErrorCode
    public let path: String
    public let rule: String
    public let expected: String

    public init(code: GatewayErrorCode, path: String, rule: String, expected: String) {
        self.code = code
        self.path = path
        self.rule = rule
        self.expected = expected
    }

    package init(_ refusal: Refusal) {
        self.init(
            code: GatewayErrorCode(rawValue: refusal.code.rawValue),
            path: refusal.path,
            rule: refusal.rule,
            expected: refusal.expected
        )
    }

    public var description: String {
        let place = path.isEmpty ? "" : " at \(path)"
        let broken = rule.isEmpty ? "" : " (\(rule))"
        return "\(code.name)\(place)\(broken): expected \(expected)"
    }
}
