import Wire
public import ZeroMQ

/// What a gateway says to a client that it lets in.
public struct GatewayGreeting: Sendable, Equatable {
    public let principal: String
    public let role: String
    /// Nil: bound to no gate.
    public let gate: String?
    /// The gateway's program.
    public let software: String
    /// The gateway's clock: wall time in microseconds since 1970-01-01T00:00:00Z, as ``keyExpiresAt``.
    public let time: Int64
    /// When the key of this profile ends; nil: never.
    public let keyExpiresAt: Int64?
    /// Where the gateway is reached by its next server key; nil: it is not exchanging it.
    public let next: Next?

    /// The gateway's next server key, told over the connection of the present one.
    public struct Next: Sendable, Equatable {
        public let endpoint: String
        public let serverKey: CurvePublicKey
    }

    init(_ welcome: Welcome) {
        principal = welcome.principal
        role = welcome.role
        gate = welcome.gate.isEmpty ? nil : welcome.gate
        software = welcome.software
        time = welcome.timeUs
        keyExpiresAt = welcome.keyExpiresUs == 0 ? nil : welcome.keyExpiresUs
        next = (try? CurvePublicKey(z85: welcome.nextServerKey)).map { Next(endpoint: welcome.nextEndpoint, serverKey: $0) }
    }

    /// How long before its end a key is warned of.
    public static let warningDays: Int64 = 30

    /// How many days of the key are left, where it is time to renew it.
    public var keyDaysLeft: Int64? {
        guard let keyExpiresAt else { return nil }
        let days = (keyExpiresAt - time) / 86_400_000_000
        return days < Self.warningDays ? max(0, days) : nil
    }

    /// Connects, and hears what the gateway says.
    ///
    /// - Throws: `GatewayError` where it does not let this client in, or `CancellationError`.
    public static func ask(profile: Profile) async throws -> GatewayGreeting {
        let link = try Link(profile: profile, client: "\(profile.principal)/greeting-\(EventID().description.suffix(12))")
        let handler = GreetingHandler()
        link.start(handler)
        let result = await withTaskCancellationHandler {
            await handler.greeting()
        } onCancel: {
            link.close()
        }
        link.close()
        await link.waitUntilEnded()
        return try result.get()
    }
}
