import Broker
import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    @Suite struct CrashTests {
        private static let kills = 50

        /// The seed: `CUAKHAU_SEED` runs an earlier test again, as far as the machine's own timing allows.
        private static var seed: UInt64 {
            ProcessInfo.processInfo.environment["CUAKHAU_SEED"].flatMap(UInt64.init) ?? .random(in: 1...UInt64.max)
        }

        @Test(.timeLimit(.minutes(4)))
        func `a gateway killed fifty times under load loses nothing, repeats nothing and keeps the order of each key`() async throws {
            let seed = Self.seed
            print("crash test: CUAKHAU_SEED=\(seed)")
            var random = SplitMix64(seed: seed)
            let folder = try TestFolder()
            let gateway = try TestGateway(bulkReadMessages: 1_000_000)
            let direct = try ["huu-nghi", "chi-ma"].map { try gateway.addPrincipal($0, .border) }
            let outboxes = try ["tan-thanh", "coc-nam"].map { try gateway.addPrincipal($0, .border) }
            let auditor = try gateway.addPrincipal("labour-audit", .labour)
            let marker = try gateway.addPrincipal("marker", .border)
            let reader = try CrashReader(gateway.addPrincipal("labour", .labour), name: "ledger")
            let load = try CrashLoad(direct: direct, outboxes: outboxes, folder: folder.path)
            reader.start()
            load.start()
            for kill in 1...Self.kills {
                try gateway.start()
                do {
                    try await passUntilKill(gateway, load, reader, &random)
                } catch {
                    Issue.record("kill \(kill), seed \(seed): the gateway's last words: \(gateway.log.suffix(1_000))")
                    throw error
                }
                gateway.kill()
            }
            try gateway.start()
            try await load.finish()
            let confirmed = load.confirmed
            try await wait(for: "the durable consumer has caught up", within: .seconds(60)) { reader.count >= confirmed.count }
            let journal = try await readAll(auditor, marker, count: confirmed.count)
            try await reader.finish()
            print("crash test: \(confirmed.count) messages, \(Self.kills) kills")

            check(journal: journal, confirmed: confirmed, seed: seed)
            // The reader's own process lived on: what it had it was not given again, and nothing came out of order.
            let seen = reader.all
            #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.position < $1.position }, "seed \(seed)")
            let missing = Set(journal.map(\.position)).subtracting(seen.map(\.position)).sorted()
            #expect(missing.isEmpty, "seed \(seed): \(missing.count) are missing, from \(missing.first ?? 0) to \(missing.last ?? 0)")
            // The marker, which came after the journal was read, is the only one more.
            let isSame = seen.map(\.position).prefix(journal.count).elementsEqual(journal.map(\.position))
            #expect(isSame && seen.count <= journal.count + 1, "seed \(seed): \(seen.count) seen, \(journal.count) in the journal")
            #expect(try await gateway.stop() == 0)
        }

        /// Lets the gateway work until a moment that the generator chooses: mostly by what it got done for others, sometimes by how much it has worked at
        /// all, so that it is also killed while it starts.
        private func passUntilKill(_ gateway: TestGateway, _ load: CrashLoad, _ reader: CrashReader, _ random: inout SplitMix64) async throws {
            if Int.random(in: 0..<5, using: &random) == 0 {
                let goal = Int.random(in: 0...30, using: &random)
                try await wait(for: "the gateway has worked", within: .seconds(30)) { gateway.processorTicks >= goal }
            } else if Int.random(in: 0..<4, using: &random) == 0 {
                let goal = reader.count + Int.random(in: 1...800, using: &random)
                try await wait(for: "the consumer gets on", within: .seconds(30)) { reader.count >= goal }
            } else {
                let goal = load.confirmedCount + Int.random(in: 1...1_500, using: &random)
                try await wait(for: "the publishers get on", within: .seconds(30)) { load.confirmedCount >= goal }
            }
        }

        /// Reads the whole journal with a consumer that begins at the start.
        private func readAll(_ profile: Profile, _ marker: Profile, count: Int) async throws -> [CrashReader.Seen] {
            let auditor = try CrashReader(profile, name: nil)
            auditor.start()
            try await wait(for: "the whole journal is read", within: .seconds(60)) { auditor.count >= count }
            // More than was confirmed would follow at once: one more message marks the end.
            let publisher = try DirectPublisher(profile: marker)
            let end = try await publisher.publish(Crossings.exit(key: 1, number: 1))
            await publisher.close()
            try await wait(for: "the marker is read") { auditor.all.last?.position == end }
            try await auditor.finish()
            return auditor.all.filter { $0.name.principal != "marker" }
        }

        private func check(journal: [CrashReader.Seen], confirmed: [CrashLoad.Name: UInt64?], seed: UInt64) {
            let places = Dictionary(grouping: journal, by: \.name)
            #expect(places.values.allSatisfy { $0.count == 1 }, "nothing is in the journal twice (seed \(seed))")
            #expect(Set(places.keys) == Set(confirmed.keys), "what is confirmed is there, and nothing else (seed \(seed))")
            let isWhereItWasConfirmed = confirmed.allSatisfy { name, position in
                guard let position else { return true }
                return places[name]?.first?.position == position
            }
            #expect(isWhereItWasConfirmed, "each message is at the position that its confirm named (seed \(seed))")
            for (stream, messages) in Dictionary(grouping: journal, by: { "\($0.name.principal) \($0.key)" }) {
                let numbers = messages.map(\.name.number)
                #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }, "\(stream) is in its publisher's order (seed \(seed))")
            }
        }
    }
}
