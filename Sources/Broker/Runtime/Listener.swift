import ZeroMQ

/// Where a gateway listens, by which server key, and what clients are told to connect to.
struct Listener: Sendable {
    let endpoint: String
    let advertised: String
    let key: CurveKeyPair
}
