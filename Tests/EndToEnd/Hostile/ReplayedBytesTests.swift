import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// Somebody on the way records what a client says, encrypted as it is, and says it again.
    @Suite struct ReplayedBytesTests {
        @Test(.timeLimit(.minutes(2)))
        func `encrypted bytes that are said again are taken neither on their own connection nor on another, and the client goes on`() async throws {
            let gateway = try TestGateway()
            var profile = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            let operatorProfile = try gateway.addPrincipal("operator", .operator)
            try gateway.start()
            try await gateway.waitUntilListening()
            func last() async throws -> UInt64 { try await GatewayStats.request(profile: operatorProfile).lastPosition }
            let relay = try RecordingRelay(to: gateway.endpoint)
            profile.endpoint = relay.endpoint
            let publisher = try DirectPublisher(profile: profile)
            _ = try await publisher.publish(Crossings.exit(key: 1, number: 1))
            let before = relay.recorded.count
            _ = try await publisher.publish(Crossings.exit(key: 2, number: 2))
            let (whole, second) = (relay.recorded, Array(relay.recorded.dropFirst(before)))
            #expect(second.count > 150, "there is a message in it")
            #expect(whole.firstRange(of: Crossings.content(key: 2, number: 2).documentToken.utf8) == nil, "encrypted")

            // On its own connection: the gateway ends that, since the nonce is not a new one; the client dials again.
            #expect(relay.say(second))
            try await wait(for: "the connection is ended") { relay.recorded.count != whole.count || !relay.recorded.starts(with: whole.prefix(200)) }
            _ = try await publisher.publish(Crossings.exit(key: 3, number: 3))
            #expect(try await last() == 3)

            // On a connection of the recorder's own, from the greeting on: the handshake's keys are others now.
            let again = RawConnections(5, to: gateway.endpoint, saying: whole)
            try await wait(for: "they are shown out", within: .seconds(30)) { again.closedByPeer == again.count }
            _ = try await publisher.publish(Crossings.exit(key: 4, number: 4))
            #expect(try await last() == 4)
            await publisher.close()
            relay.close()
        }
    }
}
