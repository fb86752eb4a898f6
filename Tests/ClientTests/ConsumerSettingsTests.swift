import Testing
import Wire

@testable import Client

@Suite struct ConsumerSettingsTests {
    private func settings(_ change: (inout Consumer.Settings) -> Void = { _ in }) -> Consumer.Settings {
        var settings = Consumer.Settings(name: "ledger", filter: "a.>", purpose: "test")
        change(&settings)
        return settings
    }

    // MARK: On the wire

    @Test func `where nothing is set, the consumer keeps what it has`() {
        #expect(settings().wire == nil)
    }

    @Test func `all is told in the wire's units`() throws {
        let wire = try #require(
            settings {
                $0.kind = .keyed
                $0.lease = .seconds(90)
                $0.attemptsMax = 7
                $0.backoff = [.milliseconds(200), .seconds(3), .microseconds(1_500)]
                $0.poison = .blockKey
            }.wire
        )
        #expect(wire.kind == .keyed && wire.poison == .blockKey)
        #expect(wire.leaseMs == 90_000 && wire.attemptsMax == 7)
        #expect(wire.backoffMs == [200, 3_000, 2])
    }

    @Test func `what is not set beside something that is has the gateway's default`() throws {
        let wire = try #require(settings { $0.attemptsMax = 3 }.wire)
        #expect(wire.kind == .unspecified && wire.leaseMs == 0 && wire.backoffMs == [] && wire.poison == .unspecified)
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(Int64.max)])
    func `a time that cannot be meant is no default: the gateway refuses it`(time: Duration) {
        #expect(settings { $0.lease = time }.wire?.leaseMs == .max)
        #expect(settings { $0.backoff = [time] }.wire?.backoffMs == [.max])
    }

    @Test(arguments: [0, -1])
    func `a number of attempts that cannot be meant is no default`(attempts: Int) {
        #expect(settings { $0.attemptsMax = attempts }.wire?.attemptsMax == .max)
    }

    // MARK: The client's name

    private let id = EventID(high: 0, low: 0x1234_5678_9abc_def0)

    @Test(arguments: [nil, Consumer.Kind.exclusive])
    func `an exclusive consumer's session has the consumer's name`(kind: Consumer.Kind?) {
        #expect(settings { $0.kind = kind }.client(of: "border", id: id) == "border/ledger")
    }

    @Test(arguments: [Consumer.Kind.shared, .keyed])
    func `each member of a shared consumer has a name of its own`(kind: Consumer.Kind) {
        let settings = settings { $0.kind = kind }
        #expect(settings.client(of: "border", id: id) == "border/ledger-56789abcdef0")
        #expect(settings.client(of: "border") != settings.client(of: "border"))
    }

    @Test(arguments: [35, 36, 48])
    func `a member's name stays within the limit`(count: Int) {
        let name = String(repeating: "x", count: count)
        let client = settings {
            $0.name = name
            $0.kind = .shared
        }.client(of: "border", id: id)
        #expect(client == "border/\(name.prefix(35))-56789abcdef0")
        #expect(ClientName.isValid(client, principal: "border"))
    }

    @Test func `an ephemeral consumer's session has a name of its own`() {
        #expect(settings { $0.name = nil }.client(of: "border", id: id) == "border/tail-56789abcdef0")
    }
}
