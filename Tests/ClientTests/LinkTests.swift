import Foundation
import Synchronization
import Testing
import Wire
import ZeroMQ

@testable import Client

@Suite(.timeLimit(.minutes(20))) struct LinkTests {
    /// Notes what its link tells it.
    private final class Listener: LinkHandler {
        let losses = Mutex(0)
        let end = Mutex<(hasEnded: Bool, error: ZeroMQError?)>((false, nil))

        func firstUnconfirmed() -> UInt64 { 0 }
        func opened(_ welcome: Welcome, now: Int64) {}
        func received(_ command: CommandKind, payload: Range<Int>, frame: [UInt8], now: Int64) {}
        func fill(now: Int64, send: ([UInt8]) -> Void) -> Int64? { nil }

        func lost(_ error: GatewayError?) -> Bool {
            losses.withLock { $0 += 1 }
            return true
        }

        func ended(_ error: (any Error)?) { end.withLock { $0 = (true, error as? ZeroMQError) } }
    }

    @Test func `a machine without a free file dials again, and only a wrong configuration ends the link`() async throws {
        let errors = Mutex([EMFILE, ENFILE, EINVAL])
        let link = try Link(profile: .nowhere(), client: "border") { _, _, _ throws(ZeroMQError) in
            throw ZeroMQError(call: "zmq_socket", errno: errors.withLock { $0.removeFirst() })
        }
        let listener = Listener()
        link.start(listener)
        await link.waitUntilEnded()
        #expect(errors.withLock { $0.isEmpty })
        #expect(listener.losses.withLock { $0 } == 2)
        let end = listener.end.withLock { $0 }
        #expect(end.hasEnded && end.error?.errno == EINVAL)
    }

    @Test(arguments: ["tcp://", "carrier-pigeon://127.0.0.1:1", "127.0.0.1:5570"])
    func `an endpoint that can never be dialled ends the link`(endpoint: String) async throws {
        let link = try Link(profile: .nowhere(endpoint: endpoint), client: "border")
        let listener = Listener()
        link.start(listener)
        await link.waitUntilEnded()
        #expect(listener.end.withLock { $0 }.error != nil)
    }
}
