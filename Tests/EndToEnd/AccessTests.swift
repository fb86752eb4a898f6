import Broker
import Client
import Contracts
import Foundation
import Testing
import ZeroMQ

extension EndToEnd {
    /// A worker asks who read their data, and is told; reading many takes three; a stolen key's reach is known. Over real processes.
    @Suite struct AccessTests {
        private let gateway: TestGateway
        private let border: Profile
        private let labour: Profile
        /// By principal.
        private let profiles: [String: String]

        init() async throws {
            gateway = try TestGateway(bulkReadMessages: 4)
            border = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            labour = try gateway.addPrincipal("labour", .labour)
            var profiles = ["huu-nghi": try gateway.profileFile(border), "labour": try gateway.profileFile(labour)]
            for (name, role) in [("operator", Role.operator), ("auditor", .auditor), ("bank", .bank)] {
                profiles[name] = try gateway.profileFile(gateway.addPrincipal(name, role))
            }
            self.profiles = profiles
            try gateway.start()
            try await gateway.waitUntilListening()
        }

        private func profile(_ name: String) throws -> String { try #require(profiles[name]) }

        private func run(_ arguments: [String]) async throws -> Program.Result { try await Program.start(arguments).result() }

        private func token(_ key: Int) -> String { Crossings.content(key: key, number: 1).documentToken }

        /// Crossings of these documents, in this order.
        private func publish(_ keys: [Int]) async throws {
            let publisher = try DirectPublisher(profile: border)
            for (number, key) in keys.enumerated() { _ = try await publisher.publish(Crossings.exit(key: key, number: UInt64(number + 1))) }
            await publisher.close()
        }

        private struct Reading: Decodable {
            let principal: String
            let reader: String
            let way: String
            let purpose: String
            let messages: Int
            let approval: UInt64?
            let certain: Bool
        }

        private func access(_ subject: String) async throws -> [Reading] {
            let result = try await askAccess(subject, "--json")
            #expect(result.status == 0, "\(result.errors)")
            return try result.lines.map { try JSONDecoder().decode(Reading.self, from: Data($0.utf8)) }
        }

        private func askAccess(_ subject: String, _ more: String...) async throws -> Program.Result {
            try await run(["access", subject, "--purpose", "request 1/2026", "--home", gateway.home.path] + more)
        }

        /// Another crossing of the same document, and a time before it and after everything else.
        private func publishAfterAWhile() async throws -> String {
            try await wait(for: "the tail's end is told") { try await access(token(7)).contains { $0.certain } }
            let now = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            let publisher = try DirectPublisher(profile: border, name: "later")
            _ = try await publisher.publish(Crossings.exit(key: 7, number: 99))
            await publisher.close()
            return now
        }

        /// A durable consumer deals with so many.
        private func deal(with count: Int) async throws {
            let consumer = try Consumer(
                profile: labour,
                settings: .init(name: "hub", filter: "crossing.>", purpose: "match manifests", start: .beginning)
            )
            var seen = 0
            for try await delivery in consumer {
                delivery.acknowledge()
                seen += 1
                if seen == count { break }
            }
            await consumer.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `a worker is told who read about them, how and why, and nothing of anybody else`() async throws {
            try await publish([7, 8, 7])
            try await deal(with: 3)
            let tail = ["tail", "crossing.>", "--from", "start", "--purpose", "a call from the worker"]
            let looked = try await run(tail + ["--count", "2", "--profile", profile("labour")])
            #expect(looked.status == 0, "\(looked.errors)")
            let keyed = ["replay", "crossing.>", "--key", token(8), "--purpose", "a call from another", "--count"]
            #expect(try await run(keyed + ["--profile", profile("labour")]).status == 0)
            try await wait(for: "all of it is told") { try await access(token(7)).count == 2 }

            let readings = try await access(token(7))
            let consumer = try #require(readings.first { $0.way == "consumer" })
            #expect(
                consumer.principal == "labour" && consumer.reader == "hub" && consumer.purpose == "match manifests" && consumer.messages == 2
            )
            let reading = try #require(readings.first { $0.way == "reading" })
            #expect(reading.principal == "labour" && reading.purpose == "a call from the worker" && reading.certain)
            #expect((1...2).contains(reading.messages) && reading.reader.hasPrefix("labour/tail-"))
            let other = try await access(token(8))
            #expect(other.contains { $0.purpose == "a call from another" && $0.messages == 1 })
            #expect(try await askAccess(token(9)).output.contains("never stored"))
            let text = try await askAccess(token(7))
            #expect(
                text.output.contains("labour/hub") && text.output.contains("match manifests") && text.output.contains("looked at"),
                "\(text.output)"
            )

            // It is still known once they are erased, and the chain holds.
            let erased = try await Program.run("erase", token(7), "--reason", "request 1/2026", "--yes", "--profile", profile("operator"))
            #expect(erased.status == 0)
            try await wait(for: "it is on disk") { try await access(token(7)).count == 2 }
            #expect(try await askAccess(token(7)).output.hasPrefix("Erased "))
            #expect(try await Program.run("audit", "verify", "--home", gateway.home.path).status == 0)

            // Who asked, and why, is in the chain; whom it was about is not. Nothing is read where that cannot be told.
            let number = try await run(["access", token(7), "--purpose", "passport C1234567", "--home", gateway.home.path])
            #expect(number.status == 78 && !number.errors.contains("C1234567"), "\(number.errors)")
            try await wait(for: "it is told") {
                let told = try await run(["tail", "gateway.read.>", "--from", "start", "--count", "8", "--json", "--profile", profile("auditor")])
                return told.output.contains("READ_KIND_INQUIRED") && told.output.contains("request 1/2026") && !told.output.contains(token(7))
            }
            #expect(!gateway.log.contains(token(7)) && !gateway.log.contains("a call from the worker"))
        }

        @Test(.timeLimit(.minutes(2)))
        func `a reading that the gateway's death cut short is told as what it may have been`() async throws {
            try await publish([7, 8])
            let tail = try Consumer(profile: labour, settings: .init(filter: "crossing.>", purpose: "watch the gate", start: .beginning))
            let iterator = tail.makeAsyncIterator()
            #expect(try await iterator.next()?.position == 1)
            gateway.kill()
            await tail.close()
            let reading = try #require(try await access(token(7)).first)
            #expect(!reading.certain && reading.purpose == "watch the gate" && reading.messages == 1)

            // What came once the gateway was there again, that reading was not given; and it lies in no later period.
            try gateway.start()
            try await gateway.waitUntilListening()
            #expect(try await run(["tail", "crossing.>", "--from", "start", "--count", "1", "--profile", profile("labour")]).status == 0)
            let started = try await publishAfterAWhile()
            let open = try #require(try await access(token(7)).first { $0.purpose == "watch the gate" })
            #expect(open.messages == 1, "\(open)")
            _ = try await run(["incident", "open", "--principal", "labour", "--from", started, "--reason", "ticket 20", "--home", gateway.home.path])
            let report = try await run(["incident", "report", "1", "--home", gateway.home.path, "--json"])
            #expect(report.output.contains("\"read\":{}"), "\(report.output)")
        }

        @Test(.timeLimit(.minutes(2)))
        func `more than one may read alone is read once two others agree`() async throws {
            try await publish([1, 2, 3, 4, 5, 6])
            let replay = ["replay", "crossing.>", "--purpose", "count of October", "--count", "--profile", try profile("labour")]
            let alone = try await run(replay)
            #expect(alone.status == 77 && alone.errors.contains("bulk-read ask"), "\(alone.errors)")
            let asked = try await Program.run("bulk-read", "ask", "crossing.>", "--purpose", "count of October", "--profile", profile("labour"))
            let number = try #require(asked.lines.first)
            #expect(try await Program.run("bulk-read", "approve", number, "--profile", profile("bank")).status == 77)
            let first = try await Program.run("bulk-read", "approve", number, "--profile", profile("operator"))
            #expect(first.status == 0 && first.output.contains("one more"), "\(first.errors)")
            #expect(try await run(replay + ["--approval", number]).status == 77)
            #expect(try await Program.run("bulk-read", "approve", number, "--profile", profile("auditor")).status == 0)
            let list = try await Program.run("bulk-read", "list", "--json", "--profile", profile("auditor"))
            #expect(list.output.contains("\"approved\":true") && list.output.contains("count of October"), "\(list.output)")
            let read = try await run(replay + ["--approval", number])
            #expect(read.status == 0 && read.output.contains("6"), "\(read.errors)")
            try await wait(for: "it is told") { try await access(token(6)).contains { $0.approval == UInt64(number) && $0.certain } }
            #expect(try await Program.run("bulk-read", "refuse", number, "--profile", profile("operator")).status == 0, "an approval is taken back")
        }

        @Test(.timeLimit(.minutes(2)))
        func `what a stolen key touched is gathered: what it published and read, whom that is about, who was given it`() async throws {
            try await publish([7, 8, 7])
            try await deal(with: 3)
            let home = gateway.home.path
            let from = "2026-01-01T00:00:00Z"
            let opened = try await Program.run(
                "incident",
                "open",
                "--key",
                border.keys.publicKey.description,
                "--from",
                from,
                "--reason",
                "ticket 17",
                "--home",
                home
            )
            #expect(opened.status == 0 && opened.lines == ["1"] && opened.errors.contains("72 h 0 min left"), "\(opened.errors)")
            let people = gateway.home.path + "/people.txt"
            let report = try await Program.run("incident", "report", "1", "--home", home, "--json", "--subjects", people)
            #expect(report.status == 0, "\(report.errors)")
            #expect(
                report.output.contains("\"principal\":\"huu-nghi\"") && report.output.contains("\"published\":{\"\(Crossings.type)\":3}"),
                "\(report.output)"
            )
            #expect(report.output.contains("\"subjects\":2") && report.output.contains("\"read\":{}"), "\(report.output)")
            #expect(report.output.contains("{\"messages\":3,\"principal\":\"labour\",\"reader\":\"hub\"}"), "\(report.output)")
            #expect(!report.output.contains(token(7)))
            #expect(try String(contentsOfFile: people, encoding: .utf8) == "\(token(7))\t2\n\(token(8))\t1\n")
            #expect(try TestFolder.mode(of: people) == 0o600)

            // A reader's key: what it was given, by its consumer and by a tail.
            let tail = ["tail", "crossing.>", "--from", "start", "--count", "3", "--profile", try profile("labour")]
            #expect(try await run(tail).status == 0)
            _ = try await Program.run("incident", "open", "--principal", "labour", "--from", from, "--reason", "ticket 18", "--home", home)
            let second = try await Program.run("incident", "report", "2", "--home", home, "--json")
            #expect(second.output.contains("\"published\":{}") && second.output.contains("\"read\":{\"\(Crossings.type)\":3}"), "\(second.output)")
            // Also once its principal is gone.
            try gateway.home.changePrincipals { $0.removeAll { $0.name == "labour" } }
            let gone = try await Program.run("incident", "report", "2", "--home", home, "--json")
            #expect(gone.output.contains("\"read\":{\"\(Crossings.type)\":3}") && gone.output.contains("\"subjects\":2"), "\(gone.output)")
            // Nothing of before the period, and nobody else's.
            let later = [
                "incident", "open", "--from", "2027-01-01T00:00:00Z", "--to", "2027-01-02T00:00:00Z", "--reason", "ticket 19", "--home", home,
            ]
            _ = try await run(later)
            let third = try await Program.run("incident", "report", "3", "--home", home)
            #expect(third.output.contains("People, cases and loans: 0") && third.output.contains("everything"), "\(third.output)")
            #expect(try await Program.run("incident", "list", "--home", home).lines.count == 4)
            #expect(try await Program.run("incident", "report", "4", "--home", home).status == 65)
            #expect(try await Program.run("incident", "open", "--key", "x", "--from", from, "--reason", "why", "--home", home).status == 78)

            // It is told in the chain.
            let acts = ["tail", "gateway.act.>", "--from", "start", "--count", "4", "--json", "--profile", try profile("auditor")]
            let told = try await run(acts)
            #expect(told.lines.filter { $0.contains("ACT_KIND_INCIDENT_OPENED") }.count == 3, "\(told.output)")
        }
    }
}
