import Foundation
import Synchronization

/// The program under test, run as a user runs it.
enum Program {
    /// The `cuakhau` that was built together with this test: it lies beside the running test executable.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let own = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent("cuakhau").path
    }()

    struct Result: Sendable {
        let status: Int32
        let output: String
        let errors: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Runs a command to its end.
    ///
    /// - Throws: ``WaitTimeout`` where it does not end in time; it is killed then.
    static func run(_ arguments: String..., input: String? = nil, within limit: Duration = .seconds(30)) async throws -> Result {
        try await start(arguments, input: input).result(within: limit)
    }

    /// - Parameters:
    ///   - output: Where its standard output goes; nil: kept, see ``RunningProgram/output``.
    ///   - directory: Where it runs; nil: where the test does.
    ///   - executable: Another program.
    static func start(
        _ arguments: [String],
        input: String? = nil,
        output: FileHandle? = nil,
        environment: [String: String] = [:],
        directory: String? = nil,
        executable: String = path
    ) throws -> RunningProgram {
        try RunningProgram(arguments, input: input, output: output, environment: environment, directory: directory, executable: executable)
    }
}

/// A command that runs. Killed with the last reference to it.
final class RunningProgram: Sendable {
    private let process: Mutex<Process>
    let processID: Int32
    private let folder: TestFolder
    private var outputPath: String { folder.file("output") }
    private var errorsPath: String { folder.file("errors") }

    init(_ arguments: [String], input: String?, output: FileHandle?, environment: [String: String], directory: String?, executable: String) throws {
        folder = try TestFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        for name in ["output", "errors"] { _ = FileManager.default.createFile(atPath: folder.file(name), contents: nil) }
        process.standardOutput = output ?? FileHandle(forWritingAtPath: folder.file("output"))
        process.standardError = FileHandle(forWritingAtPath: folder.file("errors"))
        if let input {
            process.standardInput = FileHandle(forReadingAtPath: try folder.write(input, to: "input"))
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        processID = process.processIdentifier
        self.process = Mutex(process)
    }

    deinit { if isRunning { kill() } }

    var isRunning: Bool { process.withLock { $0.isRunning } }
    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) { _ = Foundation.kill(processID, number) }

    /// Ends it as a power cut would, and waits until it is gone.
    func kill() {
        signal(SIGKILL)
        process.withLock { $0.waitUntilExit() }
    }

    /// The exit code; a signal's number negated.
    func status(within limit: Duration = .seconds(30)) async throws -> Int32 {
        do {
            try await wait(for: "\(Program.path) ends", within: limit) { !isRunning }
        } catch {
            kill()
            throw error
        }
        return process.withLock { $0.terminationReason == .exit ? $0.terminationStatus : -$0.terminationStatus }
    }

    func result(within limit: Duration = .seconds(30)) async throws -> Program.Result {
        let status = try await status(within: limit)
        return Program.Result(status: status, output: output, errors: errors)
    }
}
