import ArgumentParser
import Broker
import Client
import Foundation

/// `cuakhau profile`
struct ProfileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "On an agency's side: is a profile let in, how long is its key good, and is the gateway about to exchange its own?",
        subcommands: [Check.self, Follow.self]
    )

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Connect, and say what the gateway says.",
            discussion: "Exit code 75: there is something to do: the key ends soon, or the gateway has a next server key."
        )

        @Argument(help: "The profile.", completion: .file(extensions: ["yaml"]))
        var file: String

        func run() async throws {
            let greeting = try await ProfileCommand.ask(try Profile(file: file))
            Terminal.write("\(greeting.principal), role \(greeting.role)\(greeting.gate.map { ", gate \($0)" } ?? ""), by \(greeting.software)")
            Terminal.write("its key ends: \(greeting.keyExpiresAt.map { Times.text(microseconds: $0) } ?? "never")")
            var advice: [String] = []
            if let days = greeting.keyDaysLeft {
                advice.append("the key ends in \(days) days: `cuakhau enrol \(greeting.principal) --renew` asks for the next one")
            }
            if greeting.next != nil {
                advice.append("the gateway exchanges its own key: `cuakhau profile follow \(file)`, and restart this agency's programs")
            }
            guard advice.isEmpty else { throw CommandFailure(.temporaryFailure, advice.joined(separator: "; ")) }
        }
    }

    struct Follow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move the profile to the gateway's next server key.",
            discussion: """
                The gateway tells it over the connection of the present key, so nobody else can. It is tried before the profile is written. Programs that run go on with what they \
                have read until they are restarted.
                """
        )

        @Argument(help: "The profile.", completion: .file(extensions: ["yaml"]))
        var file: String

        func run() async throws {
            var profile = try Profile(file: file)
            guard let next = try await ProfileCommand.ask(profile).next else {
                Terminal.write("The gateway exchanges no key: the profile stays as it is.")
                return
            }
            (profile.endpoint, profile.serverKey) = (next.endpoint, next.serverKey)
            _ = try await ProfileCommand.ask(profile)
            try PrivateFile.write(profile.yaml, to: file)
            Terminal.write("\(file) has the gateway's next key, at \(next.endpoint). Restart this agency's programs.")
        }
    }

    static func ask(_ profile: Profile) async throws -> GatewayGreeting {
        try await withDeadline(
            .seconds(10),
            or: "no answer from \(profile.endpoint) within 10 s: is the gateway running there, with this server key?"
        ) {
            try await GatewayGreeting.ask(profile: profile)
        }
    }
}
