import SwiftProtobuf
import Wire

/// A durable consumer to make, or what to change about one. What is nil stays as it is; of a new one, it is the gateway's default.
public struct ConsumerDefinition: Sendable {
    public var principal: String
    public var name: String
    public var filter: String?
    public var purpose: String?
    public var kind: Consumer.Kind?
    public var lease: Duration?
    public var attemptsMax: Int?
    public var backoff: [Duration]?
    public var blocksKey: Bool?
    /// Where a new one begins: the beginning, now or a position.
    public var start: StartPosition = .now

    public init(principal: String, name: String) {
        self.principal = principal
        self.name = name
    }

    private var hasSettings: Bool { kind != nil || lease != nil || attemptsMax != nil || backoff != nil || blocksKey != nil }

    var command: PutConsumer {
        var command = PutConsumer()
        command.principal = principal
        command.consumer = name
        command.filter = filter ?? ""
        command.purpose = purpose ?? ""
        command.start = start.command
        guard hasSettings else { return command }
        command.settings.kind = kind?.wire ?? .unspecified
        command.settings.leaseMs = lease?.wireMilliseconds ?? 0
        command.settings.attemptsMax = UInt32(clamping: attemptsMax ?? 0)
        command.settings.backoffMs = (backoff ?? []).map(\.wireMilliseconds)
        command.settings.poison = blocksKey == true ? .blockKey : .skip
        return command
    }
}
