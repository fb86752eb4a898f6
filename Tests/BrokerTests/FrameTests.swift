import Contracts
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Frames that are not what they should be: each gets a typed answer, and none takes effect.
struct FrameTests {
    let harness = CoreHarness()

    @Test(arguments: [
        [], [0x00], [0xff], [0x08, 0x01], [0x1a, 0x7f], [0x1a, 0x00, 0x1a, 0x00], [0x1a, 0x00, 0xff], [UInt8](repeating: 0xff, count: 40),
    ])
    func `bytes that are not one command are malformed`(bytes: [UInt8]) throws {
        let peer = try Peer.connected(harness, Cast.labour)
        peer.send(bytes)
        #expect(try peer.takeError() == .malformedFrame)
        #expect(harness.core.sessionKey(of: peer.connection) != nil)
    }

    @Test func `a command that this version does not have is unknown`() throws {
        let peer = try Peer.connected(harness, Cast.labour)
        var frame: [UInt8] = []
        frame.appendTag(field: 99, wireType: 2)
        frame.appendVarint(0)
        peer.send(frame)
        #expect(try peer.takeError() == .unknownCommand)
    }

    @Test(arguments: [CommandKind.welcome, .confirm, .subscribed, .deliver, .error, .stats])
    func `a command that only a gateway sends is refused`(kind: CommandKind) throws {
        let peer = try Peer.connected(harness, Cast.labour)
        peer.send([UInt8](command: kind, payload: []))
        #expect(try peer.takeError() == .unknownCommand)
    }

    @Test(arguments: [CommandKind.publish, .subscribe, .ack, .heartbeat, .goodbye, .unsubscribe, .statsRequest])
    func `nothing comes before HELLO`(kind: CommandKind) throws {
        let peer = Peer(harness, Cast.labour)
        peer.send([UInt8](command: kind, payload: []))
        #expect(try peer.takeError() == .helloRequired)
    }

    @Test(arguments: [CommandKind.hello, .publish, .subscribe, .ack, .heartbeat, .goodbye, .unsubscribe, .statsRequest])
    func `a command whose fields are not protobuf is malformed`(kind: CommandKind) throws {
        let peer = try Peer.connected(harness, Cast.operator)
        peer.send([UInt8](command: kind, payload: [0x0a, 0x7f, 0x01]))
        #expect(try peer.takeError() == .malformedFrame)
        #expect(harness.core.sessionKey(of: peer.connection) != nil)
    }

    @Test func `several payload frames are refused`() throws {
        let peer = try Peer.connected(harness, Cast.labour)
        harness.core.receiveUnexpectedFrames(from: peer.connection, now: harness.now)
        harness.flush()
        #expect(try peer.takeError() == .unexpectedFrames)
    }

    @Test func `a frame over the limit is refused before anything reads it`() throws {
        var limits = BrokerLimits()
        limits.frameBytesMax = 1_000
        let harness = CoreHarness(limits: limits)
        let peer = try Peer.connected(harness, Cast.labour)
        peer.publish((1...20).map { .contract($0) }, from: 1)
        #expect(try peer.takeError() == .frameTooLarge)
        harness.settle()
        #expect(harness.journal.lastPosition == 0)
        peer.publish([.contract(1)], from: 1)
        harness.settle()
        #expect(peer.takeAnswers().positions == [1: 1])
    }

    @Test func `a frame that is cut short anywhere publishes nothing`() throws {
        let peer = try Peer.connected(harness, Cast.labour)
        let frame = Peer.frame([.contract(1), .contract(2)], from: 1)
        for count in 0..<frame.count {
            peer.send(Array(frame.prefix(count)))
            #expect(try peer.takeError() == .malformedFrame)
        }
        harness.settle()
        #expect(harness.journal.lastPosition == 0)
    }

    @Test func `a PUBLISH with one malformed message takes none of them`() throws {
        let peer = try Peer.connected(harness, Cast.labour)
        var payload: [UInt8] = []
        var sound: [UInt8] = []
        sound.appendField(1, varint: 1)
        sound.withUnsafeBytes { payload.appendField(1, bytes: $0) }
        payload.appendField(1, varint: 7)
        peer.send([UInt8](command: .publish, payload: payload))
        #expect(try peer.takeError() == .malformedFrame)
        #expect(harness.takeCommit() == nil)
    }

    @Test func `a connection that chose its own routing id is told so`() throws {
        let command = try #require(try Command(serializedBytes: BrokerCore.chosenRoutingIDRefusal()).command)
        #expect(command.asError?.code == .routingIDRefused)
    }

    @Test func `random bytes never stop the core`() throws {
        let peer = try Peer.connected(harness, Cast.operator)
        var random = SplitMix64(seed: 1)
        for _ in 0..<3_000 {
            var frame: [UInt8] = []
            if random.chance(80) {
                let payload = (0..<Int.random(in: 0..<24, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                frame = [UInt8](command: CommandKind.allCases.randomElement(using: &random) ?? .hello, payload: payload)
            } else {
                frame = (0..<Int.random(in: 0..<24, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
            peer.send(frame)
            harness.settle()
            for answer in peer.take() { #expect(answer.asWelcome == nil, "\(frame)") }
            if harness.core.sessionKey(of: peer.connection) == nil { try peer.hello() }
        }
    }
}
