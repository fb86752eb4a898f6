import ArgumentParser
import Client

/// `cuakhau officer trust OFFICE/NAME --fingerprint TEXT --profile FILE`
struct OfficerTrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Confirm an officer's key by the fingerprint that they read to you.",
        discussion: """
            Ask the officer, on the telephone or face to face; never take the fingerprint from the gateway or from whoever brought the key. Only confirmed keys are sealed \
            to. They are kept beside the profile, in NAME.officers.yaml, on this machine.

            Example:
              cuakhau officer trust affairs/officer-1 --fingerprint '01234 56789 01234 56789 01234 56789 01234 56789' --profile huu-nghi.yaml
            """
    )

    @Argument(help: "OFFICE/NAME.")
    var officer: String

    @Option(help: ArgumentHelp("The forty digits, as the officer reads them.", valueName: "digits"))
    var fingerprint: String

    @OptionGroup var admin: AdminOptions

    func run() async throws {
        guard let fingerprint = Fingerprint(fingerprint) else { throw ValidationError("a fingerprint has forty digits, in eight groups of five") }
        let name = try OfficerName(officer)
        let lock = try admin.profile.lock(waiting: "another command uses this profile: waiting for it")
        defer { withExtendedLifetime(lock) {} }
        var known = try admin.profile.knownOfficers()
        let directory = try await admin.ask { try await $0.officers() }
        guard let key = directory.first(where: { $0.officer == name }) else {
            throw SealError(.unknownOfficer, "the gateway's directory has no officer \(name): `cuakhau officer list` shows them")
        }
        let isReplaced = known.key(of: name).map { $0 != key } ?? false
        try known.confirm(key, fingerprint: fingerprint)
        Terminal.write("Confirmed \(name)\(isReplaced ? ", in the place of an earlier key" : ""). Kept in \(known.path).")
    }
}

extension ProfileOptions {
    /// The officers whose keys were confirmed on this machine, beside this profile.
    func knownOfficers() throws -> KnownOfficers { try KnownOfficers(file: KnownOfficers.path(besideProfile: profile)) }
}
