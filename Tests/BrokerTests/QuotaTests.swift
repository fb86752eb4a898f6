import Contracts
import Testing
import Wire

@testable import Broker

/// A principal gets so much of the gateway and no more, and is told when to come again.
struct QuotaTests {
    private static func harness(_ principal: Principal, _ quota: Quota) -> (CoreHarness, Principal) {
        var limited = principal
        limited.quota = quota
        return (CoreHarness(Cast.with(limited)), limited)
    }

    @Test func `a second's worth passes at once, and the rest when it is due`() throws {
        let (harness, labour) = Self.harness(Cast.labour, Quota(messagesPerSecond: 10))
        let peer = try Peer.connected(harness, labour)
        peer.publish((1...10).map { .contract($0) })
        peer.publish(.contract(11))
        let busy = peer.takeAnswers()
        #expect(busy.codes == [11: .busy])
        let wait = try #require(busy.refused.first).retryAfterMs
        #expect((1...1_000).contains(wait))
        harness.advance(.milliseconds(Int(wait)))
        peer.publish([.contract(11)], from: 11)
        harness.settle()
        #expect(peer.takeAnswers().positions.count == 11)
    }

    @Test func `a frame larger than a second's worth passes, and is paid for by waiting`() throws {
        let (harness, labour) = Self.harness(Cast.labour, Quota(messagesPerSecond: 10))
        let peer = try Peer.connected(harness, labour)
        peer.publish((1...35).map { .contract($0) })
        harness.settle()
        #expect(peer.takeAnswers().positions.count == 35)
        harness.advance(.seconds(2))
        peer.publish([.contract(36)], from: 36)
        #expect(peer.takeAnswers().codes == [36: .busy])
        harness.advance(.seconds(1))
        peer.publish([.contract(36)], from: 36)
        harness.settle()
        #expect(peer.takeAnswers().positions.count == 1)
    }

    @Test func `bytes are counted too`() throws {
        let (harness, labour) = Self.harness(Cast.labour, Quota(bytesPerSecond: 100))
        let peer = try Peer.connected(harness, labour)
        peer.publish(.contract(1))
        peer.publish(.contract(2))
        #expect(peer.takeAnswers().codes == [2: .busy])
    }

    @Test func `all clients of a principal share its quota, and nobody else's is touched`() throws {
        let (harness, labour) = Self.harness(Cast.labour, Quota(messagesPerSecond: 3))
        let first = try Peer.connected(harness, labour)
        let second = try Peer.connected(harness, labour, name: "labour/second")
        first.publish(.contract(1), .contract(2), .contract(3))
        second.publish(.contract(4))
        #expect(second.takeAnswers().codes == [1: .busy])
        let border = try Peer.connected(harness, Cast.gateNorth)
        border.publish((1...20).map { .exit($0) })
        harness.settle()
        #expect(border.takeAnswers().positions.count == 20)
    }

    @Test func `an alert may overdraw`() throws {
        let (harness, north) = Self.harness(Cast.gateNorth, Quota(messagesPerSecond: 2))
        let peer = try Peer.connected(harness, north)
        peer.publish(.exit(1), .exit(2))
        peer.publish(.exit(3))
        #expect(peer.takeAnswers().codes == [3: .busy])
        peer.publish([.alert()], from: 3)
        harness.settle()
        #expect(peer.takeAnswers().positions.count == 3)
    }

    @Test func `sessions and unconfirmed messages have limits of their own, which WELCOME tells`() throws {
        let (harness, labour) = Self.harness(Cast.labour, Quota(sessions: 1, unconfirmed: 2))
        let peer = try Peer.connected(harness, labour)
        #expect(peer.welcome.limits.unconfirmedMax == 2)
        peer.publish(.contract(1), .contract(2), .contract(3))
        #expect(peer.takeAnswers().codes == [3: .tooManyMessages])
        let other = Peer(harness, labour, name: "labour/other")
        other.sayHello()
        #expect(try other.takeError() == .quotaExceeded)
    }
}
