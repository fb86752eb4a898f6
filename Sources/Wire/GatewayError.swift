/// A refusal by a gateway, as CKP/1 words it.
///
/// The codes are listed once, with their meaning, in Protocols/cuakhau/wire/v1/errors.proto. The message is for a person and
/// says what to do next; it never holds a value out of a message.
public struct GatewayError: Error, Equatable, Sendable, CustomStringConvertible {
    public let code: GatewayErrorCode
    public let message: String
    /// How long to wait before trying again, where that helps.
    public let retryAfter: Duration?

    public init(_ code: GatewayErrorCode, _ message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    public var description: String { "\(code.name): \(message)" }
}
