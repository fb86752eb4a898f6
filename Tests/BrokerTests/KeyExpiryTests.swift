import Contracts
import Testing
import Wire

@testable import Broker

/// Keys end, are warned of before, and can be replaced without a gap.
struct KeyExpiryTests {
    let harness = CoreHarness()
    private static let day: Int64 = 86_400_000_000

    private func bank(keys: [String] = ["key of bank"], _ days: [String: Int64]) -> Principal {
        Principal(name: "bank", role: .bank, keys: keys, expiries: days.mapValues { harness.now.wall + $0 * Self.day })
    }

    @Test func `a key that ends takes its session with it, and does not come in again`() throws {
        harness.update(Cast.with(bank(["key of bank": 1])))
        let peer = try Peer.connected(harness, Cast.bank)
        #expect(peer.welcome.keyExpiresUs == harness.now.wall + Self.day)
        harness.advance(.seconds(86_399))
        peer.sayHello()
        harness.tick()
        #expect(peer.take().compactMap(\.asError).isEmpty)
        harness.advance(.seconds(1))
        harness.tick()
        #expect(try peer.takeError() == .keyExpired)
        peer.sayHello()
        #expect(try peer.takeError() == .keyExpired)
        #expect(harness.core.directory.admission(ofKey: "key of bank", at: harness.now.wall) == .expired)
    }

    @Test func `two keys are good at once, and each ends by itself`() throws {
        let both = bank(keys: ["key of bank", "next"], ["key of bank": 14, "next": 365])
        harness.update(Cast.with(both))
        let now = harness.now.wall
        func admission(_ key: String, _ days: Int64) -> PrincipalDirectory.Admission {
            harness.core.directory.admission(ofKey: key, at: now + days * Self.day)
        }
        #expect(admission("key of bank", 0) == .admitted(both) && admission("next", 0) == .admitted(both))
        #expect(admission("key of bank", 14) == .expired && admission("next", 14) == .admitted(both))
        #expect(admission("next", 365) == .expired)
    }

    @Test func `a key that ends is warned of once a day from thirty days before, but not one that is replaced`() {
        func warnings() -> [BrokerEvent] {
            harness.tick()
            return harness.takeEvents().filter { if case .keyExpires = $0 { true } else { false } }
        }
        harness.update(Cast.with(bank(["key of bank": 31])))
        #expect(warnings().isEmpty)
        harness.advance(.seconds(2 * 86_400))
        #expect(warnings() == [.keyExpires(principal: "bank", days: 29)])
        #expect(warnings().isEmpty)
        harness.advance(.seconds(86_400))
        #expect(warnings() == [.keyExpires(principal: "bank", days: 28)])
        harness.update(Cast.with(bank(keys: ["key of bank", "next"], ["key of bank": 14, "next": 365])))
        harness.advance(.seconds(86_400))
        #expect(warnings().isEmpty)
    }
}
