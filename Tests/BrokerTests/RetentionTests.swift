import Contracts
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// What goes and what stays: rules, and whoever still waits.
struct RetentionTests {
    private func harness(_ filter: String, _ rule: RetentionRule, bytesMax: UInt64? = nil) throws -> CoreHarness {
        let entry = RetentionPolicy.Entry(filter: try TypeFilter(validating: filter), rule: rule)
        return CoreHarness(retention: RetentionPolicy(entries: [entry], bytesMax: bytesMax))
    }

    /// Lets retention go round, and says what is left of what clients published.
    private func left(_ harness: CoreHarness) -> [UInt64] {
        for _ in 0..<20 {
            harness.settleAll()
            harness.retain()
            harness.advance(.seconds(1))
        }
        let own = harness.journal.client(Principal.gatewayName)?.id
        return (1...max(1, harness.journal.lastPosition)).filter { position in
            harness.journal.stored(at: position).map { $0.entry.client != own } ?? false
        }
    }

    private func publish(_ harness: CoreHarness, _ count: UInt64) throws -> Peer {
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish((1...count).map { .contract($0) })
        harness.settle()
        return labour
    }

    @Test func `the newest of a type stay`() throws {
        let harness = try harness("contract.>", RetentionRule(count: 2))
        _ = try publish(harness, 5)
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.exit(9))
        harness.settle()
        #expect(left(harness) == [4, 5, 6])
    }

    @Test func `a type's own days count where nobody says otherwise`() throws {
        let harness = CoreHarness()
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.exit(1))
        _ = try publish(harness, 1)
        harness.advance(.seconds(91 * 86_400))
        harness.tick()
        try border.reconnect()
        border.publish(.exit(2))
        harness.settle()
        // Crossings are kept for 90 days; of contracts an operator decides.
        #expect(left(harness) == [2, 3])
    }

    @Test func `what a consumer waits for stays, absent, paused or with something unsettled`() throws {
        let harness = try harness("contract.>", RetentionRule(count: 1))
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans", settings: ConsumerStage.settings(lease: 43_200_000))
        harness.settle()
        _ = try publish(harness, 6)
        bank.acknowledge(1...2, 4...4)
        #expect(left(harness) == [3, 4, 5, 6])
        bank.acknowledge(3...3)
        bank.send(.goodbye, Goodbye())
        #expect(left(harness) == [5, 6])
        // Another type's consumer holds nothing back.
        let affairs = try Peer.connected(harness, Cast.affairs)
        affairs.subscribe("alert.>", consumer: "alerts")
        harness.settle()
        try bank.reconnect()
        bank.subscribe("contract.>", consumer: "loans")
        harness.settle()
        bank.acknowledge(5...6)
        #expect(left(harness) == [6])
    }

    @Test func `after a restart a consumer that nobody reads is still waited for`() throws {
        let harness = try harness("contract.>", RetentionRule(count: 1))
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans")
        harness.settle()
        bank.send(.goodbye, Goodbye())
        _ = try publish(harness, 3)
        harness.crash()
        #expect(left(harness) == [1, 2, 3])
    }

    @Test func `a hard limit removes what a consumer waits for, counts it and tells it`() throws {
        let harness = try harness("contract.>", RetentionRule(ageDays: 1, hardAgeDays: 2))
        let bank = try Peer.connected(harness, Cast.bank)
        bank.subscribe("contract.>", consumer: "loans", settings: ConsumerStage.settings(lease: 43_200_000))
        harness.settle()
        _ = try publish(harness, 3)
        bank.acknowledge(2...2)
        harness.settleAll()
        bank.send(.goodbye, Goodbye())
        harness.settle()
        harness.advance(.seconds(86_400 + 1))
        #expect(left(harness) == [1, 2, 3])
        harness.advance(.seconds(86_400))
        _ = harness.takeEvents()
        #expect(left(harness).isEmpty)
        let told = harness.takeEvents().compactMap {
            if case .expired(_, let consumer, let type, let count) = $0 { "\(consumer) \(type) \(count)" } else { nil }
        }
        #expect(told == ["loans contract.registered.v1 2"])
        let desk = try Peer.connected(harness, Cast.operator)
        desk.send(.statsRequest, StatsRequest())
        let stats = try #require(desk.take().compactMap { if case .stats(let stats) = $0 { stats } else { nil } }.first)
        #expect(stats.consumers.map(\.expired) == [2])
        // Its reader goes on with what comes next.
        try bank.reconnect()
        bank.subscribe("contract.>", consumer: "loans")
        let labour = try Peer.connected(harness, Cast.labour)
        labour.publish(.contract(9))
        harness.settle()
        #expect(bank.takeDelivered().map(\.position) == [harness.journal.lastPosition])
    }

    @Test func `over the bound of all, bulk goes before what is urgent`() throws {
        let harness = CoreHarness(retention: RetentionPolicy(bytesMax: 900))
        let border = try Peer.connected(harness, Cast.border)
        border.publish(.alert(1))
        let bank = try Peer.connected(harness, Cast.bank)
        bank.publish((1...40).map { .disbursed($0) })
        harness.settle()
        let before = harness.journal.messages.reduce(0) { $0 + $1.key.count + $1.body.count }
        #expect(before > 900)
        let rest = left(harness)
        #expect(rest.contains(1) && rest.count > 1)
        #expect(rest.reduce(0) { $0 + harness.journal.message(at: $1).key.count + harness.journal.message(at: $1).body.count } <= 900)
    }

    @Test func `a journal that cannot remove is asked again`() throws {
        let harness = try harness("contract.>", RetentionRule(count: 1))
        _ = try publish(harness, 3)
        harness.journal.failure = .inputOutput
        harness.retain()
        #expect(harness.takeEvents().contains(.removalFailed(code: "input_output")))
        harness.journal.failure = nil
        #expect(left(harness) == [3])
    }

    @Test func `the entry that says most of a name counts`() throws {
        let entries = [("crossing.>", 5), ("crossing.exit.>", 6), (">", 4)].map { text, days in
            (try? TypeFilter(validating: text)).map { RetentionPolicy.Entry(filter: $0, rule: RetentionRule(ageDays: days)) }
        }
        let policy = RetentionPolicy(entries: entries.compactMap { $0 })
        func days(_ name: String) throws -> Int? { policy.rule(for: try #require(Catalogue.standard.type(named: name))).ageDays }
        #expect(try days("crossing.exit.recorded.v1") == 6)
        #expect(try days("crossing.entry.recorded.v1") == 5)
        #expect(try days("gate.status.changed.v1") == 4)
        #expect(RetentionPolicy().rule(for: try #require(Catalogue.standard.type(named: "alert.crossing.issued.v1"))).ageDays == 30)
    }

    @Test func `the settings say how long, and what is no rule is refused by name`() throws {
        func policy(_ text: String) throws -> RetentionPolicy {
            try GatewayConfiguration(yaml: "endpoint: tcp://127.0.0.1:0\njournal: j\n" + text).retentionPolicy()
        }
        let read = try policy("retention:\n  crossing.>: {age_days: 7, count: 5, bytes: 9, hard_age_days: 8}\njournal_bytes_max: 2000000\n")
        #expect(read.entries.map(\.rule) == [RetentionRule(ageDays: 7, count: 5, bytes: 9, hardAgeDays: 8)])
        #expect(read.bytesMax == 2_000_000)
        #expect(try policy("").entries.isEmpty)
        for (text, name) in [
            ("retention:\n  crossing.>: {days: 7}\n", "days is no rule"), ("retention:\n  crossing.>: {age_days: -1}\n", "age_days is"),
            ("retention:\n  crossing.>: {count: 0}\n", "count is"), ("retention:\n  crosing.>: {count: 5}\n", "crosing.> matches no type"),
            ("retention:\n  crossing.>: {age_days: 9, hard_age_days: 8}\n", "hard_age_days is not less"),
            ("journal_bytes_max: 5\n", "journal_bytes_max"),
        ] {
            let error = #expect(throws: HomeError.self) { try policy(text) }
            #expect(error?.message.contains(name) == true, "\(error?.message ?? "")")
        }
    }
}
