import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// A gateway whose journal was put back from a copy, while its clients run on.
    @Suite struct RestoreTests {
        private let gateway: TestGateway
        private let border: Profile
        private let labour: Profile
        private let backup: TestFolder

        init() async throws {
            gateway = try await TestGateway.started()
            border = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            labour = try gateway.addPrincipal("labour", .labour)
            backup = try TestFolder()
        }

        private func move(from source: String, to target: String) throws {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: target + suffix)
                guard FileManager.default.fileExists(atPath: source + suffix) else { continue }
                try FileManager.default.copyItem(atPath: source + suffix, toPath: target + suffix)
            }
        }

        private func publish(_ numbers: ClosedRange<UInt64>, _ publisher: DirectPublisher) async throws {
            for number in numbers { _ = try await publisher.publish(Crossings.exit(key: 1, number: number)) }
        }

        /// The numbers of the next messages, each acknowledged.
        private func read(_ count: Int, _ consumer: Consumer) async throws -> [UInt64] {
            var numbers: [UInt64] = []
            for try await delivery in consumer {
                let exit: Langson_Crossing_V1_ExitRecorded = try delivery.decoded()
                numbers.append(exit.deviceSeq)
                delivery.acknowledge()
                if numbers.count == count { break }
            }
            return numbers
        }

        @Test(.timeLimit(.minutes(2)))
        func `a running consumer misses nothing that takes the positions of what was lost`() async throws {
            let publisher = try DirectPublisher(profile: border)
            let consumer = try Consumer(profile: labour, settings: .init(name: "in", filter: "crossing.>", purpose: "count"))
            try await publish(1...3, publisher)
            #expect(try await read(3, consumer) == [1, 2, 3])
            try await gateway.stop()
            try move(from: gateway.journalPath, to: backup.file("journal"))

            try gateway.start()
            try await publish(4...6, publisher)
            #expect(try await read(3, consumer) == [4, 5, 6])
            gateway.kill()
            try move(from: backup.file("journal"), to: gateway.journalPath)

            try gateway.start()
            try await publish(7...9, publisher)
            #expect(try await read(3, consumer) == [7, 8, 9])
            await consumer.close()
            await publisher.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `an outbox put back from a copy loses nothing and repeats nothing`() async throws {
            let folder = try TestFolder()
            do {
                let publisher = try Publisher(profile: border, outbox: folder.file("outbox"))
                try await publisher.publish((1...3).map { try Crossings.exit(key: 1, number: $0) })
                await publisher.waitUntilSettled()
                await publisher.close()
            }
            try move(from: folder.file("outbox"), to: folder.file("copy"))
            do {
                let publisher = try Publisher(profile: border, outbox: folder.file("outbox"))
                try await publisher.publish((4...6).map { try Crossings.exit(key: 1, number: $0) })
                await publisher.waitUntilSettled()
                await publisher.close()
            }
            try move(from: folder.file("copy"), to: folder.file("outbox"))
            try await gateway.stop()
            let publisher = try Publisher(profile: border, outbox: folder.file("outbox"))
            // Before the gateway can say what it has.
            try await publisher.publish((7...9).map { try Crossings.exit(key: 1, number: $0) })
            try gateway.start()
            await publisher.waitUntilSettled()
            #expect(try publisher.status().refused == 0)
            let consumer = try Consumer(profile: labour, settings: .init(filter: "crossing.>", purpose: "count"))
            #expect(try await read(9, consumer) == Array(1...9))
            await consumer.close()
            await publisher.close()
        }
    }
}
