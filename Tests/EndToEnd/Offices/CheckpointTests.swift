import Client
import Contracts
import Foundation
import SwiftProtobuf
import Testing

extension EndToEnd {
    /// A checkpoint as its officers use it: the program, a gateway, and other agencies.
    @Suite struct CheckpointTests {
        @Test(.timeLimit(.minutes(3)))
        func `with no gateway for a while, every passage arrives once, and a match with its manifest`() async throws {
            let gateway = try TestGateway()
            let post = try await Checkpoint(gateway)
            let labour = try gateway.addPrincipal("labour", .labour)
            let numbers = (0..<200).map { "C\(1_000_000 + $0)" }
            let zones = try post.folder.write(numbers.flatMap(Passport.lines).joined(separator: "\n"), to: "zones.txt")

            let scanned = try await post.run("scan", "--input", zones, "--json")
            #expect(scanned.status == 0, "\(scanned.errors)")
            #expect(scanned.lines.count == 201)
            #expect(try post.summary(scanned).unknown == 200)
            let wrong = try post.folder.write(
                Passport.lines("C7654321").joined(separator: "\n").replacingOccurrences(of: "C7", with: "C8"),
                to: "wrong.txt"
            )
            let refused = try await post.run("scan", "--input", wrong)
            #expect(refused.status == 65 && refused.output.contains("line 2, column 10"))
            // Scanned again, within the ten minutes: nothing new.
            #expect(try post.summary(await post.run("scan", "--input", zones, "--json")).repeats == 200)
            #expect(try await post.run("gate", "open").status == 0)
            let evening = Date(timeIntervalSinceNow: 6 * 3_600).formatted(.iso8601)
            #expect(try await post.run("gate", "suspend", "--until", evening).status == 0)
            let overlapping = try await post.run("gate", "open")
            #expect(overlapping.status == 75 && overlapping.errors.contains("overlaps"))

            #expect(try await post.run("handover", "--adults", "6", "--need", "medical", "--at", "25/10/2025 08:00").status == 0)
            let groups = try await post.run("handover", "list", "--json").output
            #expect(groups.contains("2025-10-25T01:00:00Z") && groups.contains("medical"))
            let alert = ["alert", "issue", "--urgency", "immediate", "--severity", "severe", "--certainty", "likely", "--marker", "1116-1118/2"]
            #expect(try await post.run(alert + ["--note", "C1234567"]).status == 65)
            #expect(try await post.run(alert + ["--persons", "9"]).status == 0)

            let service = try post.start("run")
            try gateway.start()
            let consumer = try Consumer(profile: labour, settings: .init(name: "in", filter: "crossing.>", purpose: "count"))
            var crossings: [Langson_Crossing_V1_ExitRecorded] = []
            for try await delivery in consumer {
                crossings.append(try delivery.decoded())
                delivery.acknowledge()
                if crossings.count == 200 { break }
            }
            #expect(crossings.map(\.deviceSeq).sorted() == Array(1...200))
            #expect(Set(crossings.map(\.documentToken)).count == 200)

            // The labour hub says who comes; the checkpoint knows them by their tokens.
            let publisher = try Publisher(profile: labour, outbox: post.folder.file("labour"))
            let manifest = Self.manifest(crossings.prefix(3).map(\.documentToken))
            #expect(try await publisher.outcome(of: publisher.publish(OutgoingMessage(type: "departure.manifest.lodged.v1", manifest))) == nil)
            try await wait(for: "the manifest is known, and the passages that were before it") {
                try await post.run("manifest", "list", "--json").output.contains(#""departed":3,"expected":3"#)
            }
            let again = try await post.run("scan", "--input", zones, "--direction", "entry", "--json")
            #expect(try post.summary(again).matches == 3)
            try await wait(for: "everything is at the gateway") {
                try await post.run("status", "--json").output.contains(#""waiting":0"#)
            }
            service.signal(SIGTERM)
            #expect(try await service.status() == 0)
            #expect(try await post.run("problem", "list").output == "Nothing needs a person.\n")
            try post.expectNoTrace(of: numbers + ["NGUYEN", "900101"])
            await consumer.close()
            await publisher.close()
        }

        @Test(.timeLimit(.minutes(3)))
        func `a scanner's documents are answered one by one, at once, and a thousand from a file in seconds`() async throws {
            let post = try await Checkpoint(TestGateway())
            let service = try post.start("run")
            let scanner = try Scanner()
            let program = try post.start("scan", "--input", scanner.device, "--json")
            try await wait(for: "the terminal keeps to itself what the scanner sends") { !scanner.isEchoing }
            for number in 0..<60 {
                // Every tenth is read wrongly.
                var zone = Passport.lines("B\(2_000_000 + number)")
                if number % 10 == 9 { zone[1] = zone[1].replacingOccurrences(of: "F", with: "X") }
                try scanner.send(zone.map { $0 + "\r" }.joined())
                try await wait(for: "an answer") { program.output.split(separator: "\n").count == number + 1 }
            }
            #expect(scanner.echoed() == "")
            program.signal(SIGINT)
            let result = try await program.result()
            #expect(result.status == 0, "\(result.errors)")
            #expect(scanner.isEchoing)
            let answers = try result.lines.dropLast().map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
            #expect(answers.filter { $0.result == "unknown" }.count == 54)
            #expect(answers.filter { $0.result == "refused" }.allSatisfy { $0.line == 2 && $0.column == 21 && $0.field == "sex" })
            let times = answers.map(\.milliseconds).sorted()
            #expect(times[times.count / 2] <= 100, "the median answer took \(times[times.count / 2]) ms")

            let zones = try post.folder.write((0..<1_000).flatMap { Passport.lines("C\(3_000_000 + $0)") }.joined(separator: "\n"), to: "zones.txt")
            let began = ContinuousClock.now
            let scanned = try await post.run("scan", "--input", zones, "--json")
            #expect(ContinuousClock.now - began < .seconds(20))
            #expect(try post.summary(scanned).unknown == 1_000)
            service.signal(SIGTERM)
            #expect(try await service.status() == 0)
        }

        @Test(.timeLimit(.minutes(2)))
        func `with no gateway, two hundred documents of a scanner that waits for nothing are each answered once, in their order`() async throws {
            let post = try await Checkpoint(TestGateway())
            let scanner = try Scanner()
            let program = try post.start("scan", "--input", scanner.device, "--json")
            try await wait(for: "the terminal keeps to itself what the scanner sends") { !scanner.isEchoing }
            let began = ContinuousClock.now
            for number in 0..<200 {
                // As many under way as a serial line's buffer holds, and never fewer while there are any.
                try await wait(for: "room on the line") { program.output.split(separator: "\n").count > number - 20 }
                try scanner.send(Passport.lines("D\(4_000_000 + number)").map { $0 + "\r" }.joined())
            }
            try await wait(for: "all answers") { program.output.split(separator: "\n").count == 200 }
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            program.signal(SIGTERM)
            let result = try await program.result()
            #expect(result.status == 0, "\(result.errors)")
            let answers = try result.lines.dropLast().map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
            #expect(answers.map(\.result) == Array(repeating: "unknown", count: 200))
            #expect(answers.map(\.device_seq) == Array(1...200))
            let times = answers.map(\.milliseconds).sorted()
            print("scans: \(Int(200 / seconds)) a second; answers: median \(times[100]) ms, 99 % \(times[197]) ms, slowest \(times[199]) ms")
        }

        @Test(.timeLimit(.minutes(1)))
        func `a number that SIGTERM cuts off is not taken, and the terminal says so`() async throws {
            let post = try await Checkpoint(TestGateway())
            let path = post.folder.file("line")
            #expect(mkfifo(path, 0o600) == 0)
            let descriptor = open(path, O_RDWR | O_CLOEXEC)
            defer { close(descriptor) }
            let program = try post.start("scan", "--hand", "--input", path, "--json")
            let text = "GT 123456\nGT 12345"
            #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
            try await wait(for: "the first number is answered") { !program.output.isEmpty }
            program.signal(SIGTERM)
            let result = try await program.result()
            #expect(result.status == 65, "\(result.errors)")
            let answers = try result.lines.dropLast().map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
            #expect(answers.map(\.result) == ["unknown", "refused"])
            #expect(answers.map(\.code) == [nil, "interrupted"])
        }

        private struct Answer: Decodable {
            let result: String
            let code: String?
            let device_seq: Int?
            let line: Int?
            let column: Int?
            let field: String?
            let milliseconds: Int
        }

        private static func manifest(_ tokens: [String]) -> Langson_Departure_V1_ManifestLodged {
            var manifest = Langson_Departure_V1_ManifestLodged()
            manifest.manifestID = "01K8E6Y3ZB4V7N2Q9M5T1R0WXC"
            manifest.gate = "HN"
            let now = Date().timeIntervalSince1970
            manifest.date = Date(timeIntervalSince1970: now + 7 * 3_600).formatted(.iso8601.year().month().day())
            manifest.count = UInt32(tokens.count)
            manifest.entries = tokens.enumerated().map { number, token in
                var entry = Langson_Departure_V1_ManifestEntry()
                entry.workerRef = "01K8E6Y3ZB4V7N2Q9M5T1R0WX\(number)"
                entry.documentKind = .passport
                entry.documentToken = token
                return entry
            }
            manifest.expires.seconds = Int64(now) + 86_400
            return manifest
        }
    }
}
