/// A request or an answer of an enrolment cannot be used. The message says what to do.
public struct EnrolmentError: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) { self.message = message }

    public var description: String { message }
}
