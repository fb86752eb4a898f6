import Client
import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// An office whose folder was lost and made anew, at a gateway that has delivered it everything before.
    @Suite struct StoreAnewTests {
        private let folder: TestFolder
        private let gateway: TestGateway
        private let labour: String

        init() async throws {
            folder = try TestFolder()
            gateway = try TestGateway(bulkReadMessages: 1)
            labour = try gateway.profileFile(try gateway.addPrincipal("labour", .labour))
        }

        private func make(_ name: String) async throws -> String {
            let home = folder.file(name)
            let made = try await Program.run("labour", "init", home, "--profile", labour)
            #expect(made.status == 0, "\(made.errors)")
            return home
        }

        private func start(_ home: String, _ arguments: String...) throws -> RunningProgram {
            try Program.start(["labour", "run", "--home", home, "--lang", "en"] + arguments)
        }

        private func waitUntilTaken(_ home: String) async throws {
            try await wait(for: "three crossings are taken") {
                try StoreFile(home + "/store.sqlite").rows("SELECT count(*) FROM crossing") == ["3"]
            }
        }

        @Test(.timeLimit(.minutes(2)))
        func `what is more than one may read alone is asked for, and read once two others agree`() async throws {
            try gateway.start()
            let border = try DirectPublisher(profile: try gateway.addPrincipal("huu-nghi", .border, gate: "HN"))
            for number: UInt64 in 1...3 { _ = try await border.publish(Crossings.exit(key: Int(number), number: number)) }
            let lost = try await make("lost")
            let service = try start(lost)
            try await waitUntilTaken(lost)
            service.signal(SIGTERM)
            #expect(try await service.status() == 0, "\(service.errors)")

            let anew = try await make("anew")
            let refused = try await start(anew).result()
            #expect(refused.status == 77, "\(refused.errors)")
            // The command that it names, as a person types it.
            let quoted = refused.errors.split(separator: "'").map(String.init)
            try #require(quoted.count >= 4 && refused.errors.contains("cuakhau bulk-read ask '"), "\(refused.errors)")
            let asked = try await Program.run("bulk-read", "ask", quoted[1], "--purpose", quoted[3], "--profile", labour)
            let number = try #require(asked.lines.first, "\(asked.errors)")
            for (name, role) in [("operator", Role.operator), ("auditor", .auditor)] {
                let profile = try gateway.profileFile(try gateway.addPrincipal(name, role))
                let agreed = try await Program.run("bulk-read", "approve", number, "--profile", profile)
                #expect(agreed.status == 0, "\(agreed.errors)")
            }
            let again = try start(anew, "--approval", number)
            try await waitUntilTaken(anew)
            again.signal(SIGTERM)
            #expect(try await again.status() == 0, "\(again.errors)")
            await border.close()
        }
    }
}
