import Broker
import Client
import Contracts
import Foundation
import Testing
import ZeroMQ

extension EndToEnd {
    /// An agency comes in, and changes its key, without a secret ever leaving it.
    @Suite struct EnrolmentTests {
        private func fingerprint(_ output: String) -> String {
            output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.first { $0.count == 24 && $0.contains("-") } ?? ""
        }

        @Test(.timeLimit(.minutes(2)))
        func `an agency enrols, publishes, renews its key while it publishes, and no secret is anywhere but with it`() async throws {
            let gateway = try await TestGateway.started()
            let (folder, home) = (try TestFolder(), gateway.home.path)
            let keys = folder.file("keys")
            let asked = try await Program.run("enrol", "huu-nghi", "--role", "border", "--gate", "HN", "--dir", keys)
            #expect(asked.status == 0, "\(asked.errors)")
            let request = "\(keys)/huu-nghi.request.yaml"
            func operatorRuns(_ arguments: String...) async throws -> Program.Result {
                try await Program.start(arguments + ["--home", home], directory: folder.path).result()
            }
            // The wrong fingerprint, none, and a changed request: nobody is let in.
            #expect(try await operatorRuns("principal", "add", "--request", request, "--fingerprint", "0000-0000-0000-0000-0000").status == 65)
            #expect(try await operatorRuns("principal", "add", "--request", request).status == 65)
            let forged = try folder.write(
                String(contentsOfFile: request, encoding: .utf8).replacing("'border'", with: "'operator'"),
                to: "forged.yaml"
            )
            #expect(try await operatorRuns("principal", "add", "--request", forged, "--fingerprint", fingerprint(asked.output)).status == 65)
            #expect(try gateway.home.principalFile.principals().isEmpty)

            let added = try await operatorRuns("principal", "add", "--request", request, "--fingerprint", fingerprint(asked.output))
            #expect(added.status == 0, "\(added.errors)")
            let answer = folder.file("huu-nghi.answer.yaml")
            #expect(try await Program.run("enrol", "huu-nghi", "--dir", keys, "--finish", answer).status == 0)
            let profile = "\(keys)/huu-nghi.yaml"
            func publish(_ number: UInt64) async throws -> Program.Result {
                try await Program.run("publish", Crossings.type, "--profile", profile, "--json", try Crossings.json(key: 1, number: number))
            }
            let published = try await publish(1)
            #expect(published.status == 0, "\(published.errors)")

            // The next key: signed by the same identity; the earlier one goes on.
            let earlier = try Profile(file: profile)
            let renewed = try await Program.run("enrol", "huu-nghi", "--dir", keys, "--renew")
            let rotated = try await operatorRuns("principal", "rotate", "--request", request, "--fingerprint", fingerprint(renewed.output))
            #expect(rotated.status == 0, "\(rotated.errors)")
            #expect(try await Program.run("enrol", "huu-nghi", "--dir", keys, "--finish", answer).status == 0)
            #expect(try await publish(2).status == 0)
            let old = try DirectPublisher(profile: earlier, name: "old")
            _ = try await old.publish(Crossings.exit(key: 1, number: 3))
            // Until it is revoked, alone.
            #expect(try await operatorRuns("principal", "revoke", "huu-nghi", "--key", earlier.keys.publicKey.description).status == 0)
            await #expect(throws: (any Error).self) {
                for number in 4...10_000 as ClosedRange<UInt64> { _ = try await old.publish(Crossings.exit(key: 1, number: number)) }
            }
            #expect(try await publish(20_000).status == 0)

            // Somebody else who knows the name cannot ask in its place.
            let thief = folder.file("thief")
            let stolen = try await Program.run("enrol", "huu-nghi", "--role", "border", "--gate", "HN", "--dir", thief)
            let refused = try await operatorRuns(
                "principal",
                "rotate",
                "--request",
                "\(thief)/huu-nghi.request.yaml",
                "--fingerprint",
                fingerprint(stolen.output)
            )
            #expect(refused.status == 78 && refused.errors.contains("another identity"), "\(refused.errors)")

            // No secret of the agency's is in the gateway's home, its log, or what was sent.
            let secrets = try [
                String(contentsOfFile: "\(keys)/huu-nghi.identity.yaml", encoding: .utf8), String(contentsOfFile: profile, encoding: .utf8),
            ]
            .flatMap { $0.split(separator: "\n") }.filter { $0.contains("secret") }.compactMap { $0.split(separator: " ").last }
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "'\"")) }.filter { $0.count >= 40 }
            #expect(secrets.count == 2)
            let sent = try [answer].map { try String(contentsOfFile: $0, encoding: .utf8) }.joined()
            for secret in secrets {
                #expect(!gateway.log.contains(secret) && !sent.contains(secret) && !asked.output.contains(secret))
                for name in try FileManager.default.subpathsOfDirectory(atPath: home) {
                    let data = FileManager.default.contents(atPath: "\(home)/\(name)") ?? Data()
                    #expect(data.range(of: Data(secret.utf8)) == nil, "\(name)")
                }
            }
        }
    }
}
