import ArgumentParser
import Client
import Foundation

/// The option of every command that talks to a gateway.
struct ProfileOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The profile that `cuakhau principal add` wrote.", valueName: "file"))
    var profile: String

    func load() throws -> Profile { try Profile(file: profile) }

    /// Held while this command speaks under a client name of its own: two of them would end each other's sessions.
    func lock(waiting message: String) throws -> ProfileLock { try ProfileLock(path: profile, waiting: message) }
}

/// An advisory lock on the profile's file, for commands that would otherwise speak as the same client at once.
final class ProfileLock {
    private let descriptor: Int32

    init(path: String, waiting message: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure(.noInput, "no profile at \(path): `cuakhau principal add` writes one") }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            Terminal.writeError("cuakhau: \(message)")
            guard flock(descriptor, LOCK_EX) == 0 else { throw CommandFailure(.osError, "cannot lock \(path)") }
        }
    }

    deinit { close(descriptor) }
}
