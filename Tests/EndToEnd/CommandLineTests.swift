import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// The program as a user runs it.
    @Suite struct CommandLineTests {
        @Test(.timeLimit(.minutes(2)))
        func `from nothing to a message in another agency's hands`() async throws {
            let folder = try TestFolder()
            let home = folder.file("home")
            let endpoint = "tcp://127.0.0.1:\(try FreePort.find())"
            let made = try await Program.run("init", home, "--endpoint", endpoint)
            #expect(made.status == 0, "\(made.errors)")
            #expect(try TestFolder.mode(of: home) == 0o700)
            for file in ["gateway.yaml", "server.key", "principals.yaml", "profiles/operator.yaml"] {
                #expect(try TestFolder.mode(of: "\(home)/\(file)") == 0o600, "\(file)")
            }
            let again = try await Program.run("init", home)
            #expect(again.status == 73)
            #expect(again.errors.contains("is not empty"))

            for arguments in [["huu-nghi", "--role", "border", "--gate", "HN"], ["labour", "--role", "labour"]] {
                let added = try await Program.start(["principal", "add"] + arguments + ["--home", home]).result()
                #expect(added.status == 0, "\(added.errors)")
                #expect(try TestFolder.mode(of: "\(home)/profiles/\(arguments[0]).yaml") == 0o600)
            }
            #expect(try await Program.run("principal", "add", "labour", "--role", "labour", "--home", home).status == 73)
            #expect(try await Program.run("principal", "add", "x", "--role", "king", "--home", home).status == 64)
            #expect(try await Program.run("principal", "add", "loose", "--role", "border", "--home", home).status == 64)

            let gateway = try Program.start(["serve", "--home", home, "--log-format", "json"])
            try await wait(for: "it listens") { gateway.errors.contains("\"listening\"") }
            let (border, labour) = ("\(home)/profiles/huu-nghi.yaml", "\(home)/profiles/labour.yaml")
            let published = try await Program.run(
                "publish",
                Crossings.type,
                "--profile",
                border,
                "--json",
                try Crossings.json(key: 1, number: 1)
            )
            #expect(published.status == 0, "\(published.errors)")
            #expect(published.output.hasPrefix("confirmed at position 1, id "))
            let lines = try (2...4).map { try Crossings.json(key: $0, number: UInt64($0), gate: $0 == 3 ? "hn" : "HN") } + ["{not json"]
            let piped = try await Program.start(
                ["publish", Crossings.type, "-", "--profile", border],
                input: lines.joined(separator: "\n")
            ).result()
            #expect(piped.status == 65)
            #expect(piped.output == "confirmed 2, the last at position 3\n")
            #expect(piped.errors.contains("line 2: rule_violated at gate (format)"))
            #expect(piped.errors.contains("line 4:"))

            let tail = try await Program.run("tail", "crossing.>", "--profile", labour, "--from", "start", "--count", "3", "--json")
            #expect(tail.status == 0, "\(tail.errors)")
            let positions = try tail.lines.map { try JSONDecoder().decode(Shown.self, from: Data($0.utf8)).position }
            #expect(positions == [1, 2, 3])
            let one = try await Program.run("tail", ">", "--profile", labour, "--from", "3", "--count", "1")
            #expect(one.output.hasPrefix("3  "))
            let denied = try await Program.run("tail", "crossing.>", "--profile", border, "--from", "start", "--count", "1")
            #expect(denied.status == 77)

            // An answer to the first crossing, in its chain, and who has dealt with it.
            let id = String(published.output.dropFirst("confirmed at position 1, id ".count).prefix(36))
            let answer = try await Program.run(
                "publish",
                Crossings.type,
                "--profile",
                border,
                "--json",
                try Crossings.json(key: 5, number: 5),
                "--correlation",
                id,
                "--causation",
                id
            )
            #expect(answer.status == 0, "\(answer.errors)")
            let position = String(answer.output.dropFirst("confirmed at position ".count).prefix { $0.isNumber })
            let taken = try await Program.run("tail", "crossing.>", "--profile", labour, "--from", "start", "--count", "4", "--consumer", "hub")
            #expect(taken.status == 0, "\(taken.errors)")
            let trace = try await Program.run("trace", id, "--profile", border)
            #expect(trace.lines.count { $0.contains(Crossings.type) } == 2, "\(trace.output)\(trace.errors)")
            #expect(trace.lines.count { $0.contains("labour/hub  processed  20") } == 2, "\(trace.output)")
            #expect(trace.lines.contains { $0.hasPrefix("  \(position)  ") }, "the answer stands under what it follows from: \(trace.output)")
            let receipts = try await Program.run("receipts", "--position", position, "--profile", border, "--json")
            #expect(receipts.output.contains("\"consumer\":\"hub\"") && receipts.output.contains("\"state\":\"processed\""), "\(receipts.output)")
            #expect(try await Program.run("trace", "no-id", "--profile", border).status == 64)
            #expect(try await Program.run("trace", "--position", "99", "--profile", border).status == 65)
            let operatorProfile = "\(home)/profiles/operator.yaml"
            let principals = try await Program.run("principal", "list", "--profile", operatorProfile, "--json")
            #expect(principals.lines.count == 3 && principals.output.contains("\"name\":\"huu-nghi\""), "\(principals.errors)")
            #expect(try await Program.run("principal", "list", "--home", home).lines.count == 4)
            let producers = try await Program.run("producer", "list", "--profile", operatorProfile, "--json")
            #expect(producers.lines.count == 2 && producers.output.contains("\"client\":\"huu-nghi/cli\""), "\(producers.output)\(producers.errors)")

            let stats = try await Program.run("stats", "--profile", "\(home)/profiles/operator.yaml", "--json")
            #expect(stats.status == 0, "\(stats.errors)")
            #expect(try await Program.run("stats", "--profile", labour).status == 77)

            gateway.signal(SIGTERM)
            #expect(try await gateway.status() == 0)
            for line in gateway.errors.split(separator: "\n") {
                #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line)")
            }
            // No token of a document in the log.
            #expect(!gateway.errors.contains("00000000"))
            let gone = try await Program.run("stats", "--profile", labour, "--timeout", "1")
            #expect(gone.status == 69)
        }

        private struct Shown: Decodable {
            let position: UInt64
        }

        @Test func `the catalogue is shown, as a list, one by one and as JSON`() async throws {
            let list = try await Program.run("types")
            #expect(list.status == 0)
            #expect(list.lines.count == Catalogue.standard.types.count + 1)
            let one = try await Program.run("types", "contract.registered.v1")
            #expect(one.output.contains("order_id") && one.output.contains("affairs"))
            let json = try await Program.run("types", "loan.>", "--json")
            for line in json.lines { #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil) }
            #expect(try await Program.run("types", "no.such.v1").status == 65)
        }

        @Test(arguments: [
            "init", "serve", "principal add", "publish", "tail", "replay", "trace", "receipts", "types", "stats", "doctor", "bench", "demo",
        ])
        func `help has examples`(command: String) async throws {
            let help = try await Program.start(["help"] + command.split(separator: " ").map(String.init)).result()
            #expect(help.status == 0)
            #expect(help.output.contains("Example"), "\(command)")
        }

        @Test func `doctor looks and says what to do`() async throws {
            let result = try await Program.run("doctor", "--json")
            #expect(result.lines.count >= 6)
            for line in result.lines { #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "\(line)") }
        }

        @Test(arguments: [
            ["publish", "gate.status.changed.v1", "--profile", "/nowhere"], ["frobnicate"], ["tail", ">", "--profile", "x", "--from", "then"],
        ])
        func `a command given wrongly is a usage error`(arguments: [String]) async throws {
            #expect(try await Program.start(arguments).result().status == 64)
        }

        @Test func `a profile that is not there, or that others can read, is refused`() async throws {
            let missing = try await Program.run("publish", "gate.status.changed.v1", "--profile", "/nowhere", "--json", "{}")
            #expect(missing.status == 78)
            let folder = try TestFolder()
            let open = try folder.write("endpoint: x", to: "open.yaml", mode: 0o644)
            let result = try await Program.run("stats", "--profile", open)
            #expect(result.status == 78)
            #expect(result.errors.contains("chmod 600"))
        }
    }
}
