import Wire

/// Why an agency could not deal with a message, as a code: 0 to 64 of `a-z 0-9 . _ -` and space, with no more than four digits in a row.
///
/// It is kept with the message and shown to operators, so it is too short, and of too few kinds of characters, to hold a person's name or number.
public struct FailureReason: Hashable, Sendable, CustomStringConvertible {
    /// No reason.
    public static let none = FailureReason(code: "")

    public let code: String

    /// - Throws: ``InvalidFailureReason`` where the text is no such code. Choose among the codes of the application; never put a value in.
    public init(_ code: String) throws(InvalidFailureReason) {
        guard ReasonCode.isValid(code.utf8) else { throw InvalidFailureReason() }
        self.code = code
    }

    private init(code: String) { self.code = code }

    public var description: String { code }
}

/// A text is no code of a reason. It does not hold the text: that may be what must not be told.
public struct InvalidFailureReason: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String {
        "a reason is a code of up to \(ReasonCode.byteCountMax) of a-z 0-9 . _ - and space, with no more than four digits in a row"
    }
}
