import Contracts
import Foundation
import Yams
import ZeroMQ

/// `principals.yaml`: who may connect. Read whole or not at all.
public struct PrincipalFile: Sendable {
    public let path: String

    private struct Content: Codable {
        var principals: [Entry]
    }

    private struct Entry: Codable {
        var name: String
        var role: String
        var gate: String?
        var keys: [EntryKey]
        var identity: String?
        var revoked: Bool?
        var quota: EntryQuota?
    }

    /// A key that never ends is a text, another has its end.
    private struct EntryKey: Codable {
        var key: String
        var expires: String?

        private enum CodingKeys: String, CodingKey {
            case key
            case expires
        }

        init(key: String, expires: Int64?) {
            self.key = key
            self.expires = expires.map { Date(timeIntervalSince1970: Double($0) / 1_000_000).formatted(.iso8601) }
        }

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                key = text
                return
            }
            let container = try decoder.container(keyedBy: CodingKeys.self)
            key = try container.decode(String.self, forKey: .key)
            expires = try container.decodeIfPresent(String.self, forKey: .expires)
        }

        func encode(to encoder: any Encoder) throws {
            guard let expires else {
                var container = encoder.singleValueContainer()
                return try container.encode(key)
            }
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(key, forKey: .key)
            try container.encode(expires, forKey: .expires)
        }

        /// Microseconds since 1970-01-01T00:00:00Z; nil where it is no time.
        var end: Int64?? {
            guard let expires else { return .some(nil) }
            guard let date = try? Date(expires, strategy: .iso8601) else { return nil }
            return .some(Int64(date.timeIntervalSince1970 * 1_000_000))
        }
    }

    private struct EntryQuota: Codable {
        var messages_per_second: Int?
        var bytes_per_second: Int?
        var sessions: Int?
        var unconfirmed: Int?
        var backlog: Int?

        init?(_ quota: Quota) {
            guard quota != .none else { return nil }
            messages_per_second = quota.messagesPerSecond
            bytes_per_second = quota.bytesPerSecond
            sessions = quota.sessions
            unconfirmed = quota.unconfirmed
            backlog = quota.backlog
        }

        var quota: Quota {
            Quota(
                messagesPerSecond: messages_per_second,
                bytesPerSecond: bytes_per_second,
                sessions: sessions,
                unconfirmed: unconfirmed,
                backlog: backlog
            )
        }
    }

    public init(path: String) {
        self.path = path
    }

    public func principals() throws(HomeError) -> [Principal] {
        let text = try PrivateFile.read(path)
        let content: Content
        do {
            content = try YAMLDecoder().decode(Content.self, from: text)
        } catch {
            throw HomeError("\(path) is not a list of principals: \(error)")
        }
        var names: Set<String> = []
        var keys: Set<String> = []
        var principals: [Principal] = []
        for entry in content.principals {
            guard names.insert(entry.name).inserted else { throw HomeError("\(path): \(entry.name) is there twice") }
            guard Principal.isName(entry.name) else {
                throw HomeError("\(path): \(entry.name) is no principal's name: 2 to 48 of a-z 0-9 and hyphen, beginning with a letter")
            }
            guard entry.name != Principal.gatewayName else {
                throw HomeError("\(path): \(entry.name) is the name under which the gateway itself publishes: choose another")
            }
            if let gate = entry.gate, !Principal.isGate(gate) {
                throw HomeError("\(path): \(entry.name) has the gate \(gate), which is no gate's code")
            }
            guard !entry.keys.isEmpty, entry.keys.allSatisfy({ (try? CurvePublicKey(z85: $0.key)) != nil }) else {
                throw HomeError("\(path): \(entry.name) needs at least one CURVE public key, each of 40 characters of Z85")
            }
            guard let role = Role(name: entry.role) else { throw HomeError("\(path): \(entry.name) has the unknown role \(entry.role)") }
            var expiries: [String: Int64] = [:]
            for key in entry.keys {
                guard keys.insert(key.key).inserted else {
                    throw HomeError("\(path): a key of \(entry.name) is there twice; every principal has keys of its own")
                }
                guard let end = key.end else {
                    throw HomeError("\(path): a key of \(entry.name) expires at no time such as 2027-01-31T00:00:00Z")
                }
                expiries[key.key] = end
            }
            let quota = entry.quota?.quota ?? .none
            guard quota.isValid else { throw HomeError("\(path): a quota of \(entry.name) is not at least 1") }
            principals.append(
                Principal(
                    name: entry.name,
                    role: role,
                    gate: entry.gate,
                    keys: entry.keys.map(\.key),
                    isRevoked: entry.revoked ?? false,
                    quota: quota,
                    expiries: expiries,
                    identity: entry.identity
                )
            )
        }
        return principals
    }

    public func save(_ principals: [Principal]) throws(HomeError) {
        let content = Content(
            principals: principals.map { principal in
                Entry(
                    name: principal.name,
                    role: principal.role.name,
                    gate: principal.gate,
                    keys: principal.keys.map { EntryKey(key: $0, expires: principal.expiries[$0]) },
                    identity: principal.identity,
                    revoked: principal.isRevoked ? true : nil,
                    quota: EntryQuota(principal.quota)
                )
            }
        )
        let yaml: String
        do {
            yaml = try YAMLEncoder().encode(content)
        } catch {
            throw HomeError("the principals could not be written as YAML: \(error)")
        }
        try PrivateFile.write(
            "# Who may connect. Changed by `cuakhau principal`; a running gateway takes a change up within a second.\n" + yaml,
            to: path
        )
    }
}
