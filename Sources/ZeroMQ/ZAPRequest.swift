/// Someone asks to connect.
public struct ZAPRequest: Sendable {
    /// The domain of the socket that was connected to.
    public let domain: String
    /// The peer's network address, without the port.
    public let address: String
    /// `CURVE`, `PLAIN` or `NULL`.
    public let mechanism: String
    /// The long-term public key, proven by the handshake; nil where the mechanism is not CURVE.
    public let curveKey: CurvePublicKey?

    /// - Parameter parts: The frames: routing id, empty, version, request id, domain, address, identity, mechanism, credentials.
    init?(_ parts: [[UInt8]]) {
        guard parts.count >= 8, parts[1].isEmpty, parts[2].elementsEqual("1.0".utf8) else { return nil }
        domain = String(decoding: parts[4], as: UTF8.self)
        address = String(decoding: parts[5], as: UTF8.self)
        mechanism = String(decoding: parts[7], as: UTF8.self)
        guard mechanism == "CURVE" else {
            curveKey = nil
            return
        }
        guard parts.count == 9, let key = CurvePublicKey(bytes: parts[8]) else { return nil }
        curveKey = key
    }
}

/// The answer to a ``ZAPRequest``.
public enum ZAPDecision: Sendable {
    /// Let in; `userID` comes back with every frame of the connection as the property `User-Id`.
    case accept(userID: String)
    /// Not let in. The peer is told no reason.
    case refuse(reason: String)
}
