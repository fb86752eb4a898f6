import Broker
import Client
import Contracts
import Foundation
import SwiftProtobuf
import Testing
import Wire
import ZeroMQ

extension EndToEnd {
    /// Everything that a peer can do wrong, each answered by its own code, while an honest agency goes on publishing.
    @Suite struct HostileInputTests {
        private func valid() throws -> [UInt8] { try Crossings.exit(key: 1, number: 1).body }

        @Test(.timeLimit(.minutes(2)))
        func `each wrong message is refused by its own code, and the right ones beside it cross`() async throws {
            let gateway = try await TestGateway.started()
            let border = try gateway.addPrincipal("border", .border, gate: "HN")
            let steady = try SteadyPublisher(gateway.addPrincipal("honest", .border))
            try await steady.during {
                let peer = try RawPeer(border)
                try await peer.open("border")
                let right = try valid()
                let otherGate = try Crossings.exit(key: 1, number: 1, gate: "CM").body
                let wrong: [(type: String, body: [UInt8], code: ErrorCode)] = [
                    ("no.such.type.v1", right, .unknownType), ("contract.registered.v1", right, .notPermitted),
                    (Crossings.type, otherGate, .notPermitted), (Crossings.type, [0xff, 0xff, 0xff], .malformedBody),
                    (Crossings.type, Array(right.dropLast(3)), .malformedBody), (Crossings.type, [], .ruleViolated),
                    (Crossings.type, [UInt8](repeating: 0, count: 70_000), .bodyTooLarge),
                ]
                var messages = wrong.enumerated().map { (UInt64($0.offset + 1), $0.element.type, $0.element.body) }
                messages.append((UInt64(wrong.count + 1), Crossings.type, right))
                try peer.publish(messages)
                var codes: [UInt64: ErrorCode] = [:]
                var confirmed: [UInt64] = []
                try await wait(for: "all are answered") {
                    if codes.count + confirmed.count == messages.count { return true }
                    let answer = try await peer.confirm()
                    for refusal in answer.refused { codes[refusal.sequence] = refusal.code }
                    for range in answer.ranges { confirmed.append(range.sequence) }
                    return false
                }
                for (index, expected) in wrong.enumerated() { #expect(codes[UInt64(index + 1)] == expected.code, "\(expected.type)") }
                #expect(confirmed == [UInt64(wrong.count + 1)])

                try peer.publish([(9, Crossings.type, right)], id: [1, 2, 3])
                #expect(try await peer.confirm().refused.map(\.code) == [.invalidEventID])
                try peer.publish([(20, Crossings.type, right)])
                let gap = try #require(try await peer.confirm().refused.first)
                #expect(gap.code == .sequenceGap)
                #expect(gap.expected == "sequence 10")
                try peer.publish([(8, Crossings.type, right + [])])
                // The same sequence with another id is another message.
                #expect(try await peer.confirm().refused.map(\.code) == [.sequenceConflict])
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `each wrong frame is refused by its own code, and the session goes on`() async throws {
            let gateway = try await TestGateway.started()
            let border = try gateway.addPrincipal("border", .border, gate: "HN")
            let steady = try SteadyPublisher(gateway.addPrincipal("honest", .border))
            try await steady.during {
                let peer = try RawPeer(border)
                try await peer.open("border")
                let wrong: [([UInt8], ErrorCode)] = [
                    ([], .malformedFrame), ([0xff, 0x01, 0x02], .malformedFrame), (Array("GET / HTTP/1.1\r\n\r\n".utf8), .malformedFrame),
                    ([UInt8](command: .heartbeat, Heartbeat()) + [UInt8](command: .heartbeat, Heartbeat()), .malformedFrame),
                    ([0x9a, 0x06, 0x00], .unknownCommand), ([UInt8](command: .welcome, Welcome()), .unknownCommand),
                    ([UInt8](command: .publish, payload: [0x0a, 0x7f]), .malformedFrame),
                    ([UInt8](repeating: 0, count: (1 << 20) + 1), .frameTooLarge),
                ]
                for (frame, code) in wrong {
                    try peer.send(frame)
                    #expect(try await peer.error().code == code, "\(frame.prefix(8))")
                }
                try peer.send(frames: [[UInt8](command: .heartbeat, Heartbeat()), [1], [2]])
                #expect(try await peer.error().code == .unexpectedFrames)
                #expect(try await peer.heartbeat() > 0)
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `without a session, with a wrong version, with a name or a routing id of one's own there is no way in`() async throws {
            let gateway = try await TestGateway.started()
            let border = try gateway.addPrincipal("border", .border, gate: "HN")
            let steady = try SteadyPublisher(gateway.addPrincipal("honest", .border))
            try await steady.during {
                let peer = try RawPeer(border)
                try peer.publish([(1, Crossings.type, try valid())])
                #expect(try await peer.error().code == .helloRequired)
                try peer.hello("border", versions: 7...9)
                let version = try await peer.error()
                #expect(version.code == .unsupportedVersion)
                #expect(version.versionMin == 1 && version.versionMax == 1)
                for name in ["honest", "honest/steady", "borderline", "border/", "border/../x", "", "BORDER"] {
                    try peer.hello(name)
                    #expect(try await peer.error().code == .clientNameRefused, "\(name)")
                }
                let chosen = try RawPeer(border, routingID: "honest")
                try chosen.hello("border")
                #expect(try await chosen.error().code == .routingIDRefused)
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `a second program with a client's name ends the first, and a late HELLO of the first does not end the second`() async throws {
            let gateway = try await TestGateway.started()
            let border = try gateway.addPrincipal("border", .border, gate: "HN")
            let first = try RawPeer(border)
            try await first.open("border")
            let second = try RawPeer(border)
            let welcome = try await second.open("border")
            #expect(try await first.error().code == .fenced)
            try first.publish([(1, Crossings.type, try valid())])
            #expect(try await first.error().code == .helloRequired)
            #expect(welcome.epoch > 0)
            #expect(try await second.heartbeat() > 0)

            // One program, two dials of which the earlier arrives late.
            var hello = Hello()
            (hello.client, hello.versionMin, hello.versionMax, hello.instance, hello.attempt) = ("border", 1, 1, Data([1, 2, 3]), 5)
            try second.send(.hello, hello)
            _ = try await second.welcome()
            let late = try RawPeer(border)
            hello.attempt = 4
            try late.send(.hello, hello)
            #expect(try await late.error().code == .fenced)
            #expect(try await second.heartbeat() > 0)
        }

        @Test(.timeLimit(.minutes(2)))
        func `an unknown key does not come in, and a revoked one is out within a second`() async throws {
            let gateway = try await TestGateway.started()
            let border = try gateway.addPrincipal("border", .border, gate: "HN")
            let steady = try SteadyPublisher(gateway.addPrincipal("honest", .border))
            try await steady.during {
                let stranger = try RawPeer(
                    Profile(endpoint: gateway.endpoint, serverKey: gateway.serverKey, principal: "border", keys: try CurveKeyPair.generate())
                )
                try stranger.hello("border")
                try await wait(for: "the stranger's key is refused") {
                    try stranger.watch()
                    return stranger.isRefused
                }

                let peer = try RawPeer(border)
                try await peer.open("border")
                let revoked = try await Program.run("principal", "revoke", "border", "--home", gateway.home.path)
                #expect(revoked.status == 0)
                // Looking at the list four times a second, and a moment for the frame itself.
                #expect(try await peer.error(within: .seconds(1)).code == .keyRevoked)
                try peer.publish([(1, Crossings.type, try valid())])
                #expect(try await peer.error().code == .keyRevoked)
                let again = try RawPeer(border)
                try again.hello("border")
                try await wait(for: "the revoked key is refused at the door") {
                    try again.watch()
                    return again.isRefused
                }
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `a message that goes on and on is cut off, the memory it took comes back, and the others are served`() async throws {
            let gateway = try await TestGateway.started()
            let border = try gateway.addPrincipal("border", .border, gate: "HN")
            let steady = try SteadyPublisher(gateway.addPrincipal("honest", .border))
            try await steady.during {
                let peer = try RawPeer(border)
                try await peer.open("border")
                let before = try gateway.residentBytes()
                // 600 MB in frames of a size that each may have.
                let frame = [UInt8](repeating: 7, count: 1 << 20)
                try peer.send(frames: Array(repeating: frame, count: 600))
                var most = 0
                try await wait(for: "it is cut off", within: .seconds(30)) {
                    most = max(most, try gateway.residentBytes() - before)
                    return gateway.log.contains("connections ended")
                }
                #expect(most < 300 << 20)
                try await wait(for: "its memory comes back") { try gateway.residentBytes() - before < 64 << 20 }
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `a message of very many frames is refused as one, and the memory it took comes back`() async throws {
            let gateway = try await TestGateway.started()
            let border = try gateway.addPrincipal("border", .border, gate: "HN")
            let steady = try SteadyPublisher(gateway.addPrincipal("honest", .border))
            try await steady.during {
                let peer = try RawPeer(border)
                try await peer.open("border")
                let before = try gateway.residentBytes()
                for _ in 0..<5 {
                    try peer.send(frames: Array(repeating: [UInt8](repeating: 7, count: 1_000), count: 2_000))
                    #expect(try await peer.error().code == .unexpectedFrames)
                }
                #expect(try gateway.residentBytes() - before < 64 << 20)
                #expect(try await peer.heartbeat() > 0)
            }
        }
    }
}
