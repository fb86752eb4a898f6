import ArgumentParser
import Client

/// The options of every command that administers a gateway over the protocol.
struct AdminOptions: ParsableArguments {
    @OptionGroup var profile: ProfileOptions

    @Option(help: ArgumentHelp("How long to wait for the gateway.", valueName: "seconds"))
    var timeout = 10

    /// Connects, asks, and says goodbye.
    func ask<Answer: Sendable>(_ work: @escaping @Sendable (Administration) async throws -> Answer) async throws -> Answer {
        try await Self.ask(try profile.load(), timeout: timeout, work)
    }

    static func ask<Answer: Sendable>(
        _ profile: Profile,
        timeout: Int,
        _ work: @escaping @Sendable (Administration) async throws -> Answer
    ) async throws -> Answer {
        let administration = try Administration(profile: profile)
        let answer = try await withDeadline(
            .seconds(max(1, timeout)),
            or: "no answer from the gateway within \(timeout) s: is it running, and is the profile's endpoint right?"
        ) { try await work(administration) }
        await administration.close()
        return answer
    }
}
