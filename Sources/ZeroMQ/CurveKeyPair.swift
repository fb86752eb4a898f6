import CZeroMQ

/// A CURVE key pair (ZeroMQ RFC 26).
public struct CurveKeyPair: Sendable {
    /// The characters of a key's text, with the closing zero.
    static let z85Count = 41

    public let publicKey: CurvePublicKey
    public let secretKey: CurveSecretKey

    /// Makes a new pair from the system's random source.
    ///
    /// - Throws: ``ZeroMQError`` with `ENOTSUP` where libzmq was built without CURVE.
    public static func generate() throws(ZeroMQError) -> CurveKeyPair {
        var publicText = [CChar](repeating: 0, count: z85Count)
        var result: Int32 = -1
        let secretKey = CurveSecretKey { result = zmq_curve_keypair(&publicText, $0.baseAddress) }
        guard result == 0 else { throw .last("zmq_curve_keypair") }
        return CurveKeyPair(publicText, secretKey)
    }

    /// Finds the public half.
    public init(secretKey: CurveSecretKey) throws(ZeroMQError) {
        var publicText = [CChar](repeating: 0, count: Self.z85Count)
        let result = secretKey.withZ85 { zmq_curve_public(&publicText, $0.baseAddress) }
        guard result == 0 else { throw .last("zmq_curve_public") }
        self.init(publicText, secretKey)
    }

    private init(_ publicText: [CChar], _ secretKey: CurveSecretKey) {
        publicKey = CurvePublicKey(unchecked: String(decoding: publicText.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
        self.secretKey = secretKey
    }
}
