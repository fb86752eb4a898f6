import Contracts
import Foundation
import Yams

/// `incidents.yaml`: the incidents that were opened, oldest first.
public struct IncidentFile: Sendable {
    public let path: String

    private struct Content: Codable {
        var incidents: [Entry]
    }

    private struct Entry: Codable {
        var number: Int
        var opened_at: String
        var principal: String?
        var from: String
        var to: String
        var reason: String
    }

    public init(path: String) {
        self.path = path
    }

    public func incidents() throws(HomeError) -> [Incident] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let text = try PrivateFile.read(path)
        let content: Content
        do {
            content = try YAMLDecoder().decode(Content.self, from: text)
        } catch {
            throw HomeError("\(path) is not a list of incidents: \(error)")
        }
        var incidents: [Incident] = []
        for entry in content.incidents {
            guard let openedAt = Self.time(entry.opened_at), let from = Self.time(entry.from), let to = Self.time(entry.to), from <= to else {
                throw HomeError("\(path): the times of incident \(entry.number) are not as 2026-10-25T00:00:00Z, the first before the last")
            }
            guard entry.principal.map(Principal.isName) ?? true, entry.number == incidents.count + 1 else {
                throw HomeError("\(path): incident \(entry.number) is out of order, or names no principal")
            }
            incidents.append(
                Incident(number: entry.number, openedAt: openedAt, principal: entry.principal, from: from, to: to, reason: entry.reason)
            )
        }
        return incidents
    }

    func save(_ incidents: [Incident]) throws(HomeError) {
        let content = Content(
            incidents: incidents.map {
                Entry(
                    number: $0.number,
                    opened_at: Self.text($0.openedAt),
                    principal: $0.principal,
                    from: Self.text($0.from),
                    to: Self.text($0.to),
                    reason: $0.reason
                )
            }
        )
        let yaml: String
        do {
            yaml = try YAMLEncoder().encode(content)
        } catch {
            throw HomeError("the incidents could not be written as YAML: \(error)")
        }
        try PrivateFile.write("# Incidents, as `cuakhau incident open` wrote them.\n" + yaml, to: path)
    }

    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    private static func text(_ microseconds: Int64) -> String { Date(timeIntervalSince1970: Double(microseconds) / 1_000_000).formatted(style) }

    private static func time(_ text: String) -> Int64? {
        (try? style.parse(text)).map { Int64(($0.timeIntervalSince1970 * 1_000).rounded()) * 1_000 }
    }
}
