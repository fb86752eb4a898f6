import Broker
import Client
import Contracts
import Foundation
import Testing
import Wire

extension EndToEnd {
    /// The policy of a running gateway, changed by the commands that an operator uses.
    @Suite struct PolicyTests {
        @Test(.timeLimit(.minutes(2)))
        func `a policy is checked, compared and applied while the gateway runs, and a wrong one changes nothing`() async throws {
            let gateway = try await TestGateway.started()
            let border = try gateway.addPrincipal("huu-nghi", .border, gate: "HN")
            let (folder, home) = (try TestFolder(), gateway.home.path)
            let publisher = try DirectPublisher(profile: border)
            _ = try await publisher.publish(Crossings.exit(key: 1, number: 1))

            let shown = try await Program.run("policy", "show", "--home", home)
            #expect(shown.output.contains("crossing.exit.recorded.v1"))
            let narrower = shown.output.replacing("version: 1", with: "version: 2").replacing("      - \"crossing.exit.recorded.v1\"\n", with: "")
            let file = try folder.write(narrower, to: "next.yaml")
            #expect(try await Program.run("policy", "check", file).status == 0)
            let diff = try await Program.run("policy", "diff", file, "--home", home)
            #expect(
                diff.lines.sorted() == ["- border publish crossing.exit.recorded.v1", "- labour read crossing.exit.recorded.v1"],
                "\(diff.output)"
            )

            // Wrong in one line, and of the wrong version: nothing is changed.
            let wrong = try folder.write(narrower.replacing("  desk:", with: "  king:"), to: "wrong.yaml")
            let checked = try await Program.run("policy", "check", wrong)
            #expect(checked.status == 65 && checked.errors.contains("there is no role king"), "\(checked.errors)")
            #expect(try await Program.run("policy", "apply", wrong, "--home", home).status == 65)
            let skipped = try folder.write(narrower.replacing("version: 2", with: "version: 3"), to: "skipped.yaml")
            let refused = try await Program.run("policy", "apply", skipped, "--home", home)
            #expect(refused.status == 78 && refused.errors.contains("the next one is 2"), "\(refused.errors)")
            #expect(try await Program.run("policy", "show", "--home", home).output == shown.output)
            _ = try await publisher.publish(Crossings.exit(key: 1, number: 2))

            let applied = try await Program.run("policy", "apply", file, "--home", home)
            #expect(applied.status == 0, "\(applied.errors)")
            try await wait(for: "the gateway takes it up") { gateway.log.contains("\"policy_version\":\"2\"") }
            let failure = await #expect(throws: MessageRefusal.self) { try await publisher.publish(Crossings.exit(key: 1, number: 3)) }
            #expect(failure?.code.name == "not_permitted")
            #expect(FileManager.default.fileExists(atPath: home + "/policies/policy-1.yaml"))

            // Edited by hand, and wrongly: the earlier stays in force, and the log says which line.
            try narrower.replacing("gates: all", with: "gates: some").write(toFile: home + "/policy.yaml", atomically: true, encoding: .utf8)
            try await wait(for: "the log says so") { gateway.log.contains("gates is own, or all") }
            let again = await #expect(throws: MessageRefusal.self) { try await publisher.publish(Crossings.exit(key: 1, number: 4)) }
            #expect(again?.code.name == "not_permitted")
            await publisher.close()
        }
    }
}
