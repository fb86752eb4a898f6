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
        var keys: [String]
        var revoked: Bool?
        var quota: EntryQuota?
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
            guard !entry.keys.isEmpty, entry.keys.allSatisfy({ (try? CurvePublicKey(z85: $0)) != nil }) else {
                throw HomeError("\(path): \(entry.name) needs at least one CURVE public key, each of 40 characters of Z85")
            }
            guard let role = Role(name: entry.role) else { throw HomeError("\(path): \(entry.name) has the unknown role \(entry.role)") }
            for key in entry.keys where !keys.insert(key).inserted {
                throw HomeError("\(path): a key of \(entry.name) is there twice; every principal has keys of its own")
            }
            let quota = entry.quota?.quota ?? .none
            guard quota.isValid else { throw HomeError("\(path): a quota of \(entry.name) is not at least 1") }
            principals.append(
                Principal(
                    name: entry.name,
                    role: role,
                    gate: entry.gate,
                    keys: entry.keys,
                    isRevoked: entry.revoked ?? false,
                    quota: quota
                )
            )
        }
        return principals
    }

    public func save(_ principals: [Principal]) throws(HomeError) {
        let content = Content(
            principals: principals.map {
                Entry(
                    name: $0.name,
                    role: $0.role.name,
                    gate: $0.gate,
                    keys: $0.keys,
                    revoked: $0.isRevoked ? true : nil,
                    quota: EntryQuota($0.quota)
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
