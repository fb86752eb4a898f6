import ArgumentParser
import Client

/// `cuakhau referral share REF --to OFFICE/NAME … --key FILE --profile FILE`
struct ReferralShareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "share",
        abstract: "Let further officers read a referral that you can read.",
        discussion: """
            Only an officer who can read a referral can share it, and the new officers see who did. They may be of another office. Nothing can be taken back: who can read \
            it, can. An officer with a new key shares what only the earlier one opens, with themselves too, by --earlier-key.

            Examples:
              cuakhau referral share 01JAVD5E5Z3X8V9R2M4N6P7Q8S --to commune-a/officer-1 --key officer-1.key --profile affairs.yaml
              cuakhau referral share 01JAVD5E5Z3X8V9R2M4N6P7Q8S --to affairs/officer-1 --key new.key --earlier-key officer-1.key --profile affairs.yaml
            """
    )

    @Argument(help: "The referral's reference.")
    var ref: String

    @Option(help: ArgumentHelp("An officer who is to read it; once for each.", valueName: "office/name"))
    var to: [String]

    @Option(help: ArgumentHelp("The key that opens it, where that is an earlier one of yours.", valueName: "file"))
    var earlierKey: String?

    @OptionGroup var options: ReferralOptions

    func run() async throws {
        let (profile, present) = try options.load()
        let key = try earlierKey.map { (path) throws in try OfficerKey(file: path) } ?? present
        let officers = try await options.keys(of: to, profile)
        let found = try await options.referrals(ref, purpose: "share a referral", profile).filter { $0.referral.isAddressed(to: key.publicKey) }
        guard !found.isEmpty else {
            throw CommandFailure(.noPermission, "no referral of that reference is sealed to your key: only who can read it can share it")
        }
        var messages: [OutgoingMessage] = []
        // There may be several: what its writer sent later is part of it.
        for (delivery, referral) in found {
            messages += try referral.messages(
                sharingWith: officers,
                openedWith: key,
                by: present,
                isExercise: delivery.isExercise,
                chain: MessageChain(following: delivery)
            )
        }
        try await options.publish(messages, profile)
    }
}
