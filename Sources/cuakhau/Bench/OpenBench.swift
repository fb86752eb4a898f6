import Broker
import Client
import Contracts
import Foundation

/// Measures how soon a gateway is there with a long journal, and what it holds in memory when nothing is to be done.
struct OpenBench {
    let messages: Int
    let size: Int
    let consumers: Int
    /// How long the gateway is left alone before its memory is read.
    let rest: Duration

    struct Result: Encodable {
        let messages: Int
        let size: Int
        let consumers: Int
        let dead_letters: Int
        let failures: Int
        let ahead_ranges: Int
        let journal_mib: Int
        /// From the start of the process until it listens.
        let listening_ms: Int
        /// Until it has answered an operator who asked for every consumer.
        let answered_ms: Int
        let resident_mib: Double
    }

    func run() async throws -> Result {
        let folder = try TemporaryFolder("cuakhau-bench")
        defer { folder.remove() }
        let gateway = try GatewayProcess(folder: folder.path)
        defer { gateway.stop() }
        let operatorProfile = try gateway.addPrincipal("operator", role: .operator)
        let path = gateway.home.journalPath(try gateway.home.configuration())
        let content = try JournalFill(messages: messages, size: size, consumers: consumers).write(to: path)
        let bytes = try Self.evict(path)

        let start = ContinuousClock.now
        try gateway.start()
        try await Self.waitUntilListening(gateway)
        let listening = ContinuousClock.now - start
        let administration = try Administration(profile: operatorProfile)
        let reports = try await administration.consumers()
        let answered = ContinuousClock.now - start
        await administration.close()
        // A gateway that opened quickly, and something else, would have proved nothing.
        guard Dictionary(uniqueKeysWithValues: reports.map { ($0.name, $0.position) }) == content.positions,
            Dictionary(uniqueKeysWithValues: reports.map { ($0.name, $0.deadLetters) }) == content.deadLetters,
            reports.allSatisfy({ $0.position + $0.lag == UInt64(messages) + 1 })
        else { throw CommandFailure(.software, "the gateway has other consumers than the journal") }

        try await Task.sleep(for: rest)
        return Result(
            messages: messages,
            size: size,
            consumers: reports.count,
            dead_letters: reports.reduce(0) { $0 + $1.deadLetters },
            failures: content.failures,
            ahead_ranges: content.aheadRanges,
            journal_mib: bytes >> 20,
            listening_ms: Int(listening / .milliseconds(1)),
            answered_ms: Int(answered / .milliseconds(1)),
            resident_mib: (Double(try gateway.residentBytes()) / Double(1 << 20) * 10).rounded() / 10
        )
    }

    /// Takes the file out of the system's memory, as after a boot of the machine: else only the memory would be measured.
    ///
    /// - Returns: Its size.
    private static func evict(_ path: String) throws -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure(.noInput, "cannot open \(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        fsync(descriptor)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        var status = stat()
        fstat(descriptor, &status)
        return Int(status.st_size)
    }

    private static func waitUntilListening(_ gateway: GatewayProcess) async throws {
        while try !String(contentsOfFile: gateway.logPath, encoding: .utf8).contains("\"message\":\"listening\"") {
            try gateway.checkAlive()
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

extension OpenBench.Result {
    func text() -> String {
        """
        \(messages) messages of \(size) bytes (\(journal_mib) MiB, not in the system's memory); \(consumers) consumers with \(dead_letters) dead letters, \
        \(failures) failures, \(ahead_ranges) ranges settled ahead
        listens after              \(listening_ms) ms
        has answered an operator   \(answered_ms) ms
        memory at rest             \(resident_mib) MiB
        """
    }
}
