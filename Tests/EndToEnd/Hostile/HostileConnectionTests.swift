import Client
import Contracts
import Foundation
import Testing
import Wire
import ZeroMQ

extension EndToEnd {
    /// Peers that want nothing good: the others are served meanwhile, and the gateway stays as large as it was.
    @Suite struct HostileConnectionTests {
        /// Somebody who has come in before: publishes and reads, and is to notice nothing.
        private struct Honest {
            let publisher: DirectPublisher
            let consumer: Consumer
            private(set) var number: UInt64 = 0

            init(_ gateway: TestGateway) async throws {
                publisher = try DirectPublisher(profile: gateway.addPrincipal("huu-nghi", .border, gate: "HN"))
                consumer = try Consumer(profile: gateway.addPrincipal("labour", .labour), settings: .init(filter: "crossing.>", purpose: "count"))
                try await consumer.subscribed()
                try await exchange(1)
            }

            /// Messages one after another, each confirmed and delivered.
            mutating func exchange(_ count: Int) async throws {
                let iterator = consumer.makeAsyncIterator()
                for _ in 0..<count {
                    number += 1
                    _ = try await publisher.publish(Crossings.exit(key: 1, number: number))
                    let delivery = try #require(try await iterator.next())
                    let exit: Langson_Crossing_V1_ExitRecorded = try delivery.decoded()
                    #expect(exit.deviceSeq == number)
                    delivery.acknowledge()
                }
            }

            func close() async {
                await publisher.close()
                await consumer.close()
            }
        }

        private static func lines(_ gateway: TestGateway, _ text: String) -> Int { gateway.log.split(separator: "\n").count { $0.contains(text) } }

        @Test(.timeLimit(.minutes(2)))
        func `without a descriptor left those that are in are served, the log says so once, and others come in when there are some again`()
            async throws
        {
            let gateway = try TestGateway()
            try gateway.start(descriptorsMax: 80)
            try await gateway.waitUntilListening()
            var honest = try await Honest(gateway)
            let before = try gateway.residentBytes()
            let flood = RawConnections(200, to: gateway.endpoint)
            #expect(flood.count > 100)
            try await wait(for: "the log says so") { Self.lines(gateway, "no file descriptor is left") > 0 }
            try await honest.exchange(50)
            #expect(Self.lines(gateway, "no file descriptor is left") == 1)
            #expect(try gateway.residentBytes() - before < 64 << 20)
            flood.closeAll()
            let late = try DirectPublisher(profile: gateway.addPrincipal("chi-ma", .border, gate: "CM"))
            _ = try await late.publish(Crossings.exit(key: 2, number: 1, gate: "CM"))
            await late.close()
            await honest.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `who never ends its handshake, or talks nonsense, is shown out, and costs nobody anything`() async throws {
            let gateway = try await TestGateway.started()
            var honest = try await Honest(gateway)
            let before = try gateway.residentBytes()
            // Silence; the greeting of another protocol; a greeting of ZMTP 3.1 with CURVE, and then nothing; noise.
            var greeting: [UInt8] = [0xff] + Array(repeating: 0, count: 8) + [0x7f, 3, 1] + Array("CURVE".utf8)
            greeting += Array(repeating: 0, count: 64 - greeting.count)
            let noise = (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
            let peers = [[], Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), greeting, noise, greeting + noise].map {
                RawConnections(60, to: gateway.endpoint, saying: $0)
            }
            try await honest.exchange(50)
            try await wait(for: "all are shown out", within: .seconds(20)) { peers.allSatisfy { $0.closedByPeer == $0.count } }
            try await honest.exchange(50)
            #expect(try gateway.residentBytes() - before < 64 << 20)
            await honest.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `a thousand connections with one key have as many sessions as one principal may have, and the others theirs`() async throws {
            let gateway = try await TestGateway.started()
            var honest = try await Honest(gateway)
            let profile = try gateway.addPrincipal("bank", .bank)
            let administration = try Administration(profile: gateway.addPrincipal("operator", .operator))
            let before = try gateway.residentBytes()
            let crowd = try PeerCrowd(1_000, profile)
            try crowd.hello()
            func sessions() async throws -> Int { try await administration.principals().first { $0.name == "bank" }?.sessions ?? 0 }
            try await wait(for: "all are answered", within: .seconds(60)) { try crowd.receive() == 1_000 }
            let opened = try await sessions()
            #expect(opened == crowd.welcomed)
            #expect(opened < 1_000 && crowd.refused == 1_000 - opened)
            try await honest.exchange(50)
            #expect(try gateway.residentBytes() - before < 256 << 20)
            await administration.close()
            await honest.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `who knocks without a key again and again is in the log a few times, and not each time`() async throws {
            let gateway = try await TestGateway.started()
            var honest = try await Honest(gateway)
            let known = try gateway.addPrincipal("bank", .bank)
            let stranger = Profile(
                endpoint: known.endpoint,
                serverKey: known.serverKey,
                principal: "bank",
                keys: try CurveKeyPair.generate()
            )
            let crowd = try PeerCrowd(100, stranger)
            try await wait(for: "it is in the log") { Self.lines(gateway, "connection refused") >= 10 }
            try await honest.exchange(50)
            #expect(try crowd.receive() == 0)
            #expect(Self.lines(gateway, "connection refused") == 10)
            await honest.close()
        }
    }
}
