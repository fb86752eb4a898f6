import Broker
import Client
import Contracts
import Foundation
import Testing
import ZeroMQ

extension EndToEnd {
    /// The gateway's own key is exchanged while clients go on: both keys are served meanwhile, over real processes.
    @Suite struct ServerKeyTests {
        private let gateway: TestGateway
        private let border: Profile
        private let file: String
        private let operatorFile: String

        init() async throws {
            gateway = try TestGateway()
            border = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            file = try gateway.profileFile(border)
            operatorFile = try gateway.profileFile(gateway.addPrincipal("operator", .operator))
            try gateway.start()
            try await gateway.waitUntilListening()
        }

        private func restart() async throws {
            #expect(try await gateway.stop() == 0)
            try gateway.start()
            try await gateway.waitUntilListening()
        }

        private func publish(_ profile: Profile, _ number: UInt64) async throws {
            let publisher = try DirectPublisher(profile: profile, name: "n\(number)")
            _ = try await publisher.publish(Crossings.exit(key: Int(number), number: number))
            await publisher.close()
        }

        @Test(.timeLimit(.minutes(2)))
        func `both keys are served until the switch, each client follows over the connection that it trusts, and then the old key is gone`()
            async throws
        {
            let home = gateway.home.path
            let next = "tcp://127.0.0.1:\(try FreePort.find())"
            #expect(try await Program.run("profile", "follow", file).output.contains("exchanges no key"))
            #expect(try await Program.run("server-key", "switch", "--home", home).status == 78)
            #expect(
                try await Program.run("server-key", "next", "--endpoint", gateway.endpoint, "--home", home).status == 78,
                "it needs another endpoint"
            )
            let made = try await Program.run("server-key", "next", "--endpoint", next, "--home", home)
            #expect(made.status == 0, "\(made.errors)")
            #expect(try TestFolder.mode(of: home + "/server.next.key") == 0o600)
            #expect(try await Program.run("server-key", "next", "--endpoint", next, "--home", home).status == 78)
            try await restart()

            // A client of the old key goes on, and is told.
            let old = try Profile(file: file)
            try await publish(old, 1)
            let check = try await Program.run("profile", "check", file)
            #expect(
                check.status == 75 && check.errors.contains("profile follow") && check.output.contains("huu-nghi, role border, gate HN"),
                "\(check.errors)"
            )
            let followed = try await Program.run("profile", "follow", file)
            #expect(followed.status == 0 && followed.output.contains(next), "\(followed.errors)")
            let moved = try Profile(file: file)
            #expect(moved.endpoint == next && moved.serverKey.description == made.lines.first && moved.keys.publicKey == old.keys.publicKey)
            #expect(try TestFolder.mode(of: file) == 0o600)

            // Both at once, with one journal behind them; and the operator sees who has moved.
            let (first, second) = (try DirectPublisher(profile: old, name: "old"), try DirectPublisher(profile: moved, name: "new"))
            let before = try await first.publish(Crossings.exit(key: 2, number: 2))
            let after = try await second.publish(Crossings.exit(key: 3, number: 3))
            #expect(after > before)
            let list = try await Program.run("principal", "list", "--profile", operatorFile)
            #expect(list.output.contains("2 (1 by the next server key)"), "\(list.output)")
            await first.close()
            await second.close()

            let switched = try await Program.run("server-key", "switch", "--home", home)
            #expect(switched.status == 0, "\(switched.errors)")
            #expect(!FileManager.default.fileExists(atPath: home + "/server.next.key"))
            #expect(try await gateway.stop() == 0)
            try gateway.start()
            try await publish(moved, 4)
            #expect(try await Program.run("profile", "check", file).status == 0)
            let gone = try await Program.start(["profile", "check", operatorFile]).result()
            #expect(gone.status != 0, "the operator's profile has not followed")
            #expect(!gateway.log.contains(try gateway.home.serverKey().secretKey.z85))
        }

        @Test(.timeLimit(.minutes(2)))
        func `a next key that is given up is served no more, and the profile goes on`() async throws {
            let next = "tcp://127.0.0.1:\(try FreePort.find())"
            #expect(try await Program.run("server-key", "next", "--endpoint", next, "--home", gateway.home.path).status == 0)
            #expect(try await Program.run("server-key", "abandon", "--home", gateway.home.path).status == 0)
            try await restart()
            #expect(try await Program.run("profile", "check", file).status == 0)
            #expect(try await Program.run("server-key", "abandon", "--home", gateway.home.path).status == 78)
        }

        @Test(.timeLimit(.minutes(1))) func `a key that ends soon is said to the client`() async throws {
            let end = Int64(Date().timeIntervalSince1970 * 1_000_000) + 10 * 86_400_000_000
            try gateway.home.changePrincipals { principals in
                for index in principals.indices where principals[index].name == "huu-nghi" {
                    principals[index].expiries[principals[index].keys[0]] = end
                }
            }
            try await wait(for: "the gateway takes it up") {
                let check = try await Program.run("profile", "check", file)
                return check.status == 75 && check.errors.contains("the key ends in 9 days")
            }
        }
    }
}
