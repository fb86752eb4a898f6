/// A CURVE public key: who a peer is.
public struct CurvePublicKey: Hashable, Sendable, CustomStringConvertible {
    /// 40 characters of Z85 (ZeroMQ RFC 32).
    public let description: String

    /// - Throws: ``CurveKeyError`` where the text is not 40 characters of Z85.
    public init(z85: String) throws(CurveKeyError) {
        guard Z85.isKey(z85.utf8) else { throw CurveKeyError() }
        description = z85
    }

    init(unchecked z85: String) { description = z85 }
}

/// A text that is no CURVE key. Never says the text.
public struct CurveKeyError: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String { "a CURVE key is 40 characters of Z85 (ZeroMQ RFC 32)" }
}

extension CurvePublicKey {
    /// - Parameter bytes: 32 bytes; nil for any other count.
    init?(bytes: [UInt8]) {
        guard let text = Z85.text(of: bytes) else { return nil }
        self.init(unchecked: text)
    }
}
