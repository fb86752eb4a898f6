import Client
import Contracts
import Foundation
import Testing
import Wire

extension EndToEnd {
    @Suite struct OutboxTests {
        @Test(.timeLimit(.minutes(2)))
        func `a terminal works with no gateway, restarts, and catches up in order`() async throws {
            let gateway = try TestGateway()
            let border = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            let labour = try gateway.addPrincipal("labour", .labour)
            let folder = try TestFolder()
            do {
                let publisher = try Publisher(profile: border, outbox: folder.file("outbox"))
                for number in 1...50 { try await publisher.publish(Crossings.exit(key: number % 5, number: UInt64(number))) }
                #expect(try publisher.status().waiting == 50)
                await publisher.close()
            }
            let publisher = try Publisher(profile: border, outbox: folder.file("outbox"))
            // One that the gateway refuses holds up nothing.
            let wrong = try await publisher.publish(Crossings.exit(key: 1, number: 51, gate: "CM"))
            let last = try await publisher.publish(Crossings.exit(key: 1, number: 52))
            try gateway.start()
            #expect(try await publisher.outcome(of: last) == nil)
            let refusal = try #require(try await publisher.outcome(of: wrong))
            #expect(refusal.code.name == "not_permitted")
            let status = try publisher.status()
            #expect(status.waiting == 0 && status.refused == 1 && status.confirmed == 51)
            #expect(try publisher.discardRefused(wrong))

            let consumer = try Consumer(profile: labour, settings: .init(name: "in", filter: "crossing.>", purpose: "count"))
            var numbers: [UInt64] = []
            for try await delivery in consumer {
                let exit: Langson_Crossing_V1_ExitRecorded = try delivery.decoded()
                numbers.append(exit.deviceSeq)
                delivery.acknowledge()
                if numbers.count == 51 { break }
            }
            #expect(numbers == Array(1...50) + [52])
            await consumer.close()
            await publisher.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `a full outbox says so, keeps what it has, and takes more when the gateway has taken some`() async throws {
            let gateway = try TestGateway()
            let border = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            let folder = try TestFolder()
            var options = Publisher.Options()
            options.bytesMax = 40 * 4_096
            let publisher = try Publisher(profile: border, outbox: folder.file("outbox"), options: options)
            var kept = 0
            var failure: OutboxError?
            while failure == nil {
                do {
                    try await publisher.publish(Crossings.exit(key: 1, number: UInt64(kept + 1)))
                    kept += 1
                } catch let error as OutboxError {
                    failure = error
                }
            }
            #expect(failure?.code == .full)
            #expect(try publisher.status().waiting == kept)
            try gateway.start()
            await publisher.waitUntilSettled()
            #expect(try publisher.status().confirmed == kept)
            let more = try await publisher.publish(Crossings.exit(key: 1, number: UInt64(kept + 1)))
            #expect(try await publisher.outcome(of: more) == nil)
            await publisher.close()
        }
    }
}
