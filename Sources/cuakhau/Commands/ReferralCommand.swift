import ArgumentParser
import Client
import Foundation

/// `cuakhau referral`
struct ReferralCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "referral",
        abstract: "Hand a victim over to named officers, under seal: open, read, share.",
        discussion: """
            Only the officers named can read it; not the gateway, not its operator. `cuakhau officer` makes keys and confirms whose they are.

            Examples:
              cuakhau referral open --to affairs/officer-1 --to affairs/officer-2 --key post-1.key --profile huu-nghi.yaml < note.txt
              cuakhau referral read --key officer-1.key --profile affairs.yaml
              cuakhau referral share 01JAVD5E5Z3X8V9R2M4N6P7Q8S --to commune-a/officer-1 --key officer-1.key --profile affairs.yaml
            """,
        subcommands: [ReferralOpenCommand.self, ReferralReadCommand.self, ReferralShareCommand.self]
    )
}

/// The options of commands that seal or open.
struct ReferralOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Your own key, made by `cuakhau officer key`.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("How long to wait for the gateway.", valueName: "seconds"))
    var timeout = 30

    @OptionGroup var profile: ProfileOptions

    func validate() throws {
        guard timeout > 0 else { throw ValidationError("--timeout is at least 1 second") }
    }

    /// The officer's own key, of the office whose profile this is.
    func load() throws -> (profile: Profile, key: OfficerKey) {
        let (profile, key) = (try profile.load(), try OfficerKey(file: key))
        guard key.publicKey.officer.office == profile.principal else {
            throw CommandFailure(.usage, "the key is one of \(key.publicKey.officer.office), and the profile is that of \(profile.principal)")
        }
        return (profile, key)
    }

    /// The keys of officers: confirmed here, and still those of the gateway's directory.
    func keys(of officers: [String], _ profile: Profile) async throws -> [OfficerPublicKey] {
        let names = try officers.map { (text) throws in try OfficerName(text) }
        let known = try self.profile.knownOfficers()
        return try known.keys(of: names, in: try await directory(profile))
    }

    func directory(_ profile: Profile) async throws -> [OfficerPublicKey] {
        try await AdminOptions.ask(profile, timeout: timeout) { try await $0.officers() }
    }

    /// Publishes, and says of each message where it is.
    func publish(_ messages: [OutgoingMessage], _ profile: Profile) async throws {
        let lock = try self.profile.lock(waiting: "another `cuakhau publish` uses this profile: waiting for it")
        defer { withExtendedLifetime(lock) {} }
        let publisher = try DirectPublisher(profile: profile, name: "cli")
        let silence = "no answer from the gateway within \(timeout) s: what was not confirmed may be sent again, with the same --ref"
        let outcomes: [PublishOutcome]
        do {
            outcomes = try await withDeadline(.seconds(timeout), or: silence) { try await publisher.publish(messages) }
        } catch {
            await publisher.close()
            throw error
        }
        await publisher.close()
        for (message, outcome) in zip(messages, outcomes) {
            switch outcome {
            case .confirmed(let position, _):
                let referral = try SealedReferral(type: message.type, body: message.body)
                Terminal.write("for \(referral.addressee): confirmed at position \(position)")
            case .refused(let refusal): throw refusal
            }
        }
    }

    /// The referrals that this office gets, oldest first.
    func referrals(_ reference: String?, purpose: String, _ profile: Profile) async throws -> [(delivery: Delivery, referral: SealedReferral)] {
        var settings = Replay.Settings(filter: SealedReferral.filter, purpose: purpose)
        settings.key = reference.map { Array($0.utf8) }
        let replay = try Replay(profile: profile, settings: settings)
        let silence = "no answer from the gateway within \(timeout) s: is it running, and is the profile's endpoint right?"
        try await withDeadline(.seconds(timeout), or: silence) { _ = try await replay.subscribed() }
        var found: [(Delivery, SealedReferral)] = []
        for try await delivery in replay {
            if !delivery.isErased { found.append((delivery, try SealedReferral(type: delivery.type, body: delivery.body))) }
            delivery.acknowledge()
        }
        await replay.close()
        return found
    }
}
