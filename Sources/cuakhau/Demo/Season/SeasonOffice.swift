import Agencies
import Foundation
import Synchronization

/// An office in the play: its folder, and its service as a process that can be stopped and killed.
final class SeasonOffice: Sendable {
    let member: SeasonMember
    let kind: OfficeKind
    let home: String
    private let clock: String
    private let logPath: String
    private let process = Mutex<Process?>(nil)

    /// Makes the folder.
    init(_ member: SeasonMember, kind: OfficeKind, folder: String, profile: String, clock: String, seed: UInt64) throws {
        self.member = member
        self.kind = kind
        self.clock = clock
        home = "\(folder)/\(member.name)"
        logPath = "\(folder)/\(member.name).log"
        try SeasonProcess.run(
            [kind.rawValue, "init", home, "--profile", profile, "--exercise", "--seed", "\(seed)"],
            clock: clock
        )
    }

    /// Runs one of the office's commands.
    @discardableResult
    func run(_ arguments: String..., input: String? = nil, statuses: Set<Int32> = [0]) throws -> String {
        try run(arguments, input: input, statuses: statuses)
    }

    @discardableResult
    func run(_ arguments: [String], input: String? = nil, statuses: Set<Int32> = [0]) throws -> String {
        try SeasonProcess.run([kind.rawValue] + arguments + ["--home", home], input: input, clock: clock, statuses: statuses)
    }

    // MARK: The service

    var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

    func start() throws {
        let service = try SeasonProcess.make([kind.rawValue, "run", "--home", home, "--log-level", "warning"], clock: clock)
        if !FileManager.default.fileExists(atPath: logPath) { _ = FileManager.default.createFile(atPath: logPath, contents: nil) }
        guard let log = FileHandle(forWritingAtPath: logPath) else { throw CommandFailure(.cannotCreate, "cannot write \(logPath)") }
        log.seekToEndOfFile()
        service.standardInput = FileHandle.nullDevice
        service.standardOutput = log
        service.standardError = log
        try service.run()
        process.withLock { $0 = service }
    }

    /// Ends it as an operator would.
    func stop() {
        guard let service = take() else { return }
        service.terminate()
        service.waitUntilExit()
    }

    /// Ends it as a power cut would.
    func kill() {
        guard let service = take() else { return }
        Foundation.kill(service.processIdentifier, SIGKILL)
        service.waitUntilExit()
    }

    private func take() -> Process? {
        process.withLock { process in
            defer { process = nil }
            return process
        }
    }

    /// Fails where the service has ended by itself.
    func checkAlive() throws {
        let status = process.withLock { process in process.flatMap { $0.isRunning ? nil : $0.terminationStatus } }
        if let status { throw CommandFailure(.software, "the service of \(member.name) ended with status \(status); its log: \(logPath)") }
    }
}
