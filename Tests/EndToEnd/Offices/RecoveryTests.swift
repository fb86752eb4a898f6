import Broker
import Client
import Contracts
import Foundation
import SwiftProtobuf
import Testing

extension EndToEnd {
    /// An office whose store, or whose gateway's journal, was put back from a copy; and a message that could not be taken at first.
    @Suite struct RecoveryTests {
        private let folder: TestFolder
        private let gateway: TestGateway
        private let home: String
        private let border: DirectPublisher
        private let hub: DirectPublisher

        init() async throws {
            folder = try TestFolder()
            gateway = try await TestGateway.started()
            home = folder.file("desk")
            let profile = try gateway.profileFile(try gateway.addPrincipal("pingxiang", .desk))
            let made = try await Program.run("desk", "init", home, "--profile", profile, "--exercise", "--seed", "7", "--lang", "en")
            #expect(made.status == 0, "\(made.errors)")
            border = try DirectPublisher(profile: try gateway.addPrincipal("guard", .border))
            hub = try DirectPublisher(profile: try gateway.addPrincipal("labour", .labour))
        }

        private func desk(_ arguments: String...) async throws -> Program.Result {
            try await Program.start(["desk"] + arguments + ["--home", home, "--lang", "en"]).result()
        }

        private func start() throws -> RunningProgram { try Program.start(["desk", "run", "--home", home, "--lang", "en"]) }

        private func end(_ service: RunningProgram) async throws {
            service.signal(SIGTERM)
            #expect(try await service.status() == 0, "\(service.errors)")
        }

        private func announce(_ gate: String) async throws {
            let status = Langson_Gate_V1_StatusChanged.with {
                $0.gate = gate
                $0.state = .limited
                $0.from = .init(seconds: 1_764_900_000, nanos: 0)
            }
            try await border.publish(OutgoingMessage(type: "gate.status.changed.v1", status, isExercise: true))
        }

        private func waitForGates(_ gates: [String]) async throws {
            try await wait(for: "the desk knows of \(gates)") {
                let lines = try await desk("gate", "list", "--json").lines.filter { $0.contains(#""state":"limited""#) }
                return gates.allSatisfy { gate in lines.contains { $0.contains("\"\(gate)\"") } } && lines.count == gates.count
            }
        }

        private func copy(_ files: [String], from source: String, to target: String) throws {
            for file in files {
                try? FileManager.default.removeItem(atPath: "\(target)/\(file)")
                guard FileManager.default.fileExists(atPath: "\(source)/\(file)") else { continue }
                try FileManager.default.copyItem(atPath: "\(source)/\(file)", toPath: "\(target)/\(file)")
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `a store that was put back gets from the gateway what it lacks`() async throws {
            try await announce("HN")
            var service = try start()
            try await waitForGates(["HN"])
            try await end(service)
            let backup = folder.file("backup")
            try FileManager.default.createDirectory(atPath: backup, withIntermediateDirectories: true)
            try copy(["store.sqlite"], from: home, to: backup)
            try await announce("CM")
            try await announce("TT")
            service = try start()
            try await waitForGates(["HN", "CM", "TT"])
            try await end(service)
            try copy(["store.sqlite"], from: backup, to: home)
            try await waitForGates(["HN"])
            service = try start()
            try await waitForGates(["HN", "CM", "TT"])
            try await announce("DD")
            try await waitForGates(["HN", "CM", "TT", "DD"])
            try await end(service)
            await border.close()
            await hub.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `an office misses nothing that takes the positions of what its gateway lost`() async throws {
            let service = try start()
            try await announce("HN")
            try await waitForGates(["HN"])
            try await gateway.stop()
            let backup = folder.file("backup")
            try FileManager.default.createDirectory(atPath: backup, withIntermediateDirectories: true)
            let journal = ["journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"]
            try copy(journal, from: gateway.home.path, to: backup)
            try gateway.start()
            try await announce("CM")
            try await announce("TT")
            try await waitForGates(["HN", "CM", "TT"])
            // The office sleeps through what follows.
            try await end(service)
            gateway.kill()
            try copy(journal, from: backup, to: gateway.home.path)
            try gateway.start()
            try await announce("DD")
            try await announce("CN")
            let again = try start()
            try await waitForGates(["HN", "CM", "TT", "DD", "CN"])
            #expect(try await desk("status", "--json").output.contains(#""restored":1"#))
            try await end(again)
            await border.close()
            await hub.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `a message that a list held up is taken once the list has come`() async throws {
            let service = try start()
            try await publish(gates: ["HN"], version: 1)
            try await wait(for: "the list has come") { try await desk("reference", "list", "--json").lines.count == 1 }
            try await announce("CM")
            try await wait(for: "it waits for a person") { try await desk("problem", "list").output.hasPrefix("in/") }
            let name = try #require(try await desk("problem", "list").output.split(separator: " ").first.map(String.init))
            let early = try await desk("problem", "retry", name)
            #expect(early.status == 65 && early.errors.contains("gate CM"), "\(early.errors)")
            try await publish(gates: ["HN", "CM"], version: 2)
            try await wait(for: "the next list has come") { try await desk("reference", "list", "--json").lines.count == 2 }
            let taken = try await desk("problem", "retry", name)
            #expect(taken.output == "Taken.\n", "\(taken.errors)")
            #expect(try await desk("problem", "list").output == "Nothing needs a person.\n")
            try await waitForGates(["CM"])
            #expect(try await desk("problem", "retry", name).status == 66)
            #expect(try await desk("problem", "retry", "out/1").status == 64)
            try await end(service)
            await border.close()
            await hub.close()
        }

        private func publish(gates: [String], version: UInt32) async throws {
            let list = Langson_Reference_V1_Updated.with { list in
                list.list = "gates"
                list.version = version
                list.columns = ["gate", "name_vi", "name_zh", "kind", "traffic", "opposite", "part_of", "valid_from", "valid_to", "source"]
                list.rows = gates.map { gate in
                    .with { $0.cells = [gate, "Cửa khẩu \(gate)", "", "international", "road", "", "", "", "", "public"] }
                }
                list.validFrom = "2025-12-01"
            }
            try await hub.publish(OutgoingMessage(type: "reference.updated.v1", list, isExercise: true))
        }
    }
}
