/// An outbox could not do what was asked; what it held before is unchanged.
public struct OutboxError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Its disk, or its own limit, is full: nothing of the call was kept.
        case full
        /// Another process has it open.
        case busy
        /// The file is no outbox, is damaged, or is of a newer version.
        case unusable
        /// It belongs to another client name, whose sequences it goes on with.
        case otherClient
        /// The disk failed.
        case inputOutput
        /// A message is larger than any gateway takes.
        case tooLarge
        /// What must be sealed is not: nothing of the call was kept.
        case notSealed
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "outbox \(code.rawValue): \(message)" }
}
