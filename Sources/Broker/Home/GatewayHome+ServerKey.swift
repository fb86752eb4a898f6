import Foundation
public import ZeroMQ

/// Exchanging the server's key: the next one is served at an endpoint of its own beside the present one, since a CURVE socket has one key; every client is told of it over the
/// connection that it trusts; and when all have moved, it takes the present one's place.
extension GatewayHome {
    private var nextServerKeyPath: String { path + "/server.next.key" }

    /// The next server key and where it is served; nil: it is not being exchanged.
    ///
    /// - Throws: ``HomeError`` where gateway.yaml and the key's file do not fit.
    public func nextServer(_ configuration: GatewayConfiguration) throws(HomeError) -> (endpoint: String, advertised: String, key: CurveKeyPair)? {
        guard let endpoint = configuration.nextEndpoint else { return nil }
        return (endpoint, configuration.nextAdvertise ?? endpoint, try Self.key(nextServerKeyPath))
    }

    private static func key(_ path: String) throws(HomeError) -> CurveKeyPair {
        let text = try PrivateFile.readSecret(path).trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            return try CurveKeyPair(secretKey: CurveSecretKey(z85: text))
        } catch {
            throw HomeError("\(path) does not hold a CURVE secret key of 40 Z85 characters")
        }
    }

    /// Makes the next server key. The gateway serves it from its next start on.
    ///
    /// - Parameters:
    ///   - endpoint: Where it listens by it: not where it listens already.
    ///   - advertise: What clients are told, where that is something else.
    /// - Returns: Its public half.
    public func makeNextServerKey(endpoint: String, advertise: String?) throws(HomeError) -> CurvePublicKey {
        let configuration = try configuration()
        guard configuration.nextEndpoint == nil else {
            throw HomeError("a next server key is there already: finish with `cuakhau server-key switch`, or give it up with `abandon`")
        }
        guard endpoint != configuration.endpoint else {
            throw HomeError("the next server key needs an endpoint of its own: a socket has one key")
        }
        for text in [endpoint, advertise ?? endpoint] where !Self.isEndpoint(text) {
            throw HomeError("\(text) is no endpoint: tcp://HOST:PORT")
        }
        let key: CurveKeyPair
        do {
            key = try CurveKeyPair.generate()
        } catch {
            throw HomeError("cannot make a key: \(error)")
        }
        try PrivateFile.write(key.secretKey.z85 + "\n", to: nextServerKeyPath)
        var lines = "\nnext_endpoint: \(endpoint)\n"
        if let advertise { lines += "next_advertise: \(advertise)\n" }
        try PrivateFile.write(PrivateFile.read(configurationPath) + lines, to: configurationPath)
        return key.publicKey
    }

    /// The next server key takes the present one's place, and so does its endpoint; from the gateway's next start on.
    public func switchServerKey() throws(HomeError) {
        let configuration = try configuration()
        guard let next = try nextServer(configuration) else { throw HomeError("there is no next server key: `cuakhau server-key next` makes one") }
        // First the key, then the settings, then the rest: whoever is interrupted in between runs this again.
        let text = try PrivateFile.read(configurationPath)
        try PrivateFile.write(next.key.secretKey.z85 + "\n", to: serverKeyPath)
        var lines = Self.without(["endpoint", "advertise", "next_endpoint", "next_advertise"], text)
        lines += "endpoint: \(next.endpoint)\n"
        if next.advertised != next.endpoint { lines += "advertise: \(next.advertised)\n" }
        try PrivateFile.write(lines, to: configurationPath)
        unlink(nextServerKeyPath)
    }

    /// Gives the next server key up. Who has moved to it moves back by hand.
    public func abandonNextServerKey() throws(HomeError) {
        guard try configuration().nextEndpoint != nil else { throw HomeError("there is no next server key") }
        try PrivateFile.write(Self.without(["next_endpoint", "next_advertise"], PrivateFile.read(configurationPath)), to: configurationPath)
        unlink(nextServerKeyPath)
    }

    private static func isEndpoint(_ text: String) -> Bool {
        text.hasPrefix("tcp://") && text.utf8.count <= 256 && text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "#") }
            && (text.split(separator: ":").last.flatMap { UInt16($0) } ?? 0) > 0
    }

    /// Settings without some of their lines.
    private static func without(_ names: [String], _ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in !names.contains { line.hasPrefix("\($0):") } }
            .joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n"
    }
}
