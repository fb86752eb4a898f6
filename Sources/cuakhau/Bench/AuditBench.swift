import Foundation
import Journal

/// Measures how fast the audit chain of a journal is verified.
struct AuditBench {
    let messages: Int
    let size: Int
    let batch: Int

    struct Result: Encodable {
        let messages: Int
        let blocks: UInt64
        let size: Int
        let verified_per_second: Int
        let resident_mib: Double
    }

    func run() throws -> Result {
        let folder = try TemporaryFolder("cuakhau-bench")
        defer { folder.remove() }
        let path = folder.path + "/journal.sqlite"
        let key = AuditKey()
        _ = try JournalFill(messages: messages, size: size, consumers: 0, batch: batch, auditKey: key).write(to: path)
        let start = ContinuousClock.now
        var verifier = try AuditVerifier(path: path)
        let report = try verifier.verify(key: key.publicKey)
        let elapsed = ContinuousClock.now - start
        guard report.messages == UInt64(messages), report.unsealed == 0 else { throw CommandFailure(.software, "the chain has other messages") }
        return Result(
            messages: messages,
            blocks: report.blocks,
            size: size,
            verified_per_second: Int(Double(messages) / (elapsed / .seconds(1))),
            resident_mib: (Double(try Self.residentBytes()) / Double(1 << 20) * 10).rounded() / 10
        )
    }

    private static func residentBytes() throws -> Int {
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

extension AuditBench.Result {
    func text() -> String {
        """
        \(messages) messages of \(size) bytes in \(blocks) commits
        verified   \(verified_per_second) messages a second
        memory     \(resident_mib) MiB
        """
    }
}
