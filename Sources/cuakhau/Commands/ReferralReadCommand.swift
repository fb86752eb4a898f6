import ArgumentParser
import Client

/// `cuakhau referral read --key FILE --profile FILE`
struct ReferralReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Open the referrals that are sealed to you.",
        discussion: """
            Reads what the gateway keeps for this office, and opens what your key opens. It moves no consumer's position. What it prints is not sealed any more: mind where \
            it goes.

            Examples:
              cuakhau referral read --key officer-1.key --profile affairs.yaml
              cuakhau referral read 01JAVD5E5Z3X8V9R2M4N6P7Q8S --key officer-1.key --profile affairs.yaml
            """
    )

    @Argument(help: "Only the referral with this reference.")
    var ref: String?

    @Option(help: "Why this is read, in 3 to 200 bytes; the gateway keeps it.")
    var purpose = "read referrals"

    @Flag(help: "One JSON object a line.")
    var json = false

    @OptionGroup var options: ReferralOptions

    func run() async throws {
        let (profile, key) = try options.load()
        var others = 0
        var opened: [OpenedReferral] = []
        var faults: [String] = []
        for (delivery, referral) in try await options.referrals(ref, purpose: purpose, profile) {
            guard referral.isAddressed(to: key.publicKey) else {
                others += 1
                continue
            }
            do throws(SealError) {
                opened.append(OpenedReferral(delivery: delivery, referral: referral, unsealed: try referral.open(with: key)))
            } catch {
                faults.append("position \(delivery.position), from \(delivery.principal): \(error.message)")
            }
        }
        let writers = try await writers(of: opened, profile)
        for referral in opened { Terminal.write(json ? try referral.json(writers) : referral.text(writers)) }
        for fault in faults { Terminal.writeError("cuakhau: \(fault)") }
        if others > 0 { Terminal.writeError("cuakhau: \(others) for this office are sealed to other officers") }
        guard faults.isEmpty else { throw CommandFailure(.dataError, "\(faults.count) that are sealed to you do not open") }
        guard !opened.isEmpty || ref == nil else { throw CommandFailure(.noPermission, "no referral of that reference is sealed to your key") }
    }

    /// The directory is asked only for writers who were not confirmed here.
    private func writers(of referrals: [OpenedReferral], _ profile: Profile) async throws -> ReferralWriters {
        let known = try options.profile.knownOfficers()
        let keys = referrals.flatMap { [$0.unsealed.sealedBy, $0.unsealed.wrappedBy] }
        let isComplete = keys.allSatisfy { known.officer(withKey: $0) != nil }
        return ReferralWriters(known: known, directory: isComplete ? [] : try await options.directory(profile))
    }
}
