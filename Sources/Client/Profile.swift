import Foundation
import Yams
public import ZeroMQ

/// How one client reaches its gateway: what `cuakhau principal add` writes, and an agency keeps to itself (mode 0600).
public struct Profile: Sendable {
    /// The gateway's ZeroMQ endpoint, for example `tcp://192.0.2.7:5570`.
    public var endpoint: String
    public var serverKey: CurvePublicKey
    /// The principal's name; a client's name is this, or this, a slash and a label.
    public var principal: String
    /// The role and the gate, for the reader of the file; the gateway decides by its own list.
    public var role: String?
    public var gate: String?
    public var keys: CurveKeyPair

    public init(endpoint: String, serverKey: CurvePublicKey, principal: String, role: String? = nil, gate: String? = nil, keys: CurveKeyPair) {
        self.endpoint = endpoint
        self.serverKey = serverKey
        self.principal = principal
        self.role = role
        self.gate = gate
        self.keys = keys
    }

    private struct Content: Codable {
        var endpoint: String
        var server_key: String
        var principal: String
        var role: String?
        var gate: String?
        var public_key: String
        var secret_key: String
    }

    /// Reads a profile.
    ///
    /// - Throws: ``ProfileError`` where the file is missing, malformed, or readable by others.
    public init(file path: String) throws(ProfileError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw ProfileError("no profile at \(path): `cuakhau principal add` writes one") }
        guard status.st_mode & 0o077 == 0 else { throw ProfileError("\(path) holds a secret key and can be read by others: chmod 600 \(path)") }
        let content: Content
        do {
            content = try YAMLDecoder().decode(Content.self, from: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw ProfileError("\(path) is not a profile: it needs endpoint, server_key, principal, public_key and secret_key")
        }
        do {
            let keys = try CurveKeyPair(secretKey: CurveSecretKey(z85: content.secret_key))
            guard keys.publicKey.description == content.public_key else { throw ProfileError("\(path): the public key is not the secret key's") }
            self.init(
                endpoint: content.endpoint,
                serverKey: try CurvePublicKey(z85: content.server_key),
                principal: content.principal,
                role: content.role,
                gate: content.gate,
                keys: keys
            )
        } catch let error as ProfileError {
            throw error
        } catch {
            throw ProfileError("\(path): a key is not 40 characters of Z85")
        }
    }

    /// The profile as the text of its file.
    public var yaml: String {
        get throws {
            let content = Content(
                endpoint: endpoint,
                server_key: serverKey.description,
                principal: principal,
                role: role,
                gate: gate,
                public_key: keys.publicKey.description,
                secret_key: keys.secretKey.z85
            )
            return "# Keep this file to yourself: it holds a secret key.\n" + (try YAMLEncoder().encode(content))
        }
    }
}

/// A profile cannot be used. The message says what to do.
public struct ProfileError: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
