import Contracts
import Foundation

/// `principals.yaml` and `policy.yaml`: who may connect, and what they may do. Read together, whole or not at all.
struct DirectoryFiles: Sendable {
    let principals: PrincipalFile
    let policy: PolicyFile
    private var seen: [FileStamp?] = []
    /// The policy as it was read last: principals come and go more often.
    private var known: (stamp: FileStamp, policy: Policy)?

    init(principals: PrincipalFile, policy: PolicyFile) {
        self.principals = principals
        self.policy = policy
    }

    /// Reads both, and remembers which state of the files it was.
    mutating func load() throws(HomeError) -> PrincipalDirectory {
        let stamps = stamps
        let directory = PrincipalDirectory(try principals.principals(), policy: try readPolicy())
        // Only what was read is seen: after a failure the next look tries again.
        seen = stamps
        return directory
    }

    private mutating func readPolicy() throws(HomeError) -> Policy {
        let stamp = FileStamp(policy.path)
        if let known, known.stamp == stamp { return known.policy }
        let read = try policy.policy()
        known = stamp.map { ($0, read) }
        return read
    }

    /// The directory, where a file changed since they were last read; nil where none did.
    mutating func loadIfChanged() throws(HomeError) -> PrincipalDirectory? {
        // A file that is being replaced is there again at the next look.
        guard !stamps.contains(nil), stamps != seen else { return nil }
        return try load()
    }

    private var stamps: [FileStamp?] { [FileStamp(principals.path), FileStamp(policy.path)] }
}
