/// A type name, a filter, a JSON text or a catalogue that cannot be used. Says what would be right; never a message's value.
public struct ContractError: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
