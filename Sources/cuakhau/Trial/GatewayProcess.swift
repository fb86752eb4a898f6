import Broker
import Client
import Contracts
import Foundation
import Synchronization

/// A gateway of its own, as a process of this program on the loopback network.
final class GatewayProcess: Sendable {
    let home: GatewayHome
    let endpoint: String
    private let folder: String
    private let process = Mutex<Process?>(nil)

    /// Makes a home in a folder, with its master key beside it.
    ///
    /// - Parameter bulkReadMessages: As in gateway.yaml.
    init(folder: String, bulkReadMessages: Int? = nil) throws {
        self.folder = folder
        endpoint = "tcp://127.0.0.1:\(try LoopbackPort.free())"
        var configuration = GatewayConfiguration(endpoint: endpoint)
        configuration.bulkReadMessages = bulkReadMessages
        home = try GatewayHome.create(at: folder + "/home", configuration: configuration)
    }

    var logPath: String { folder + "/gateway.log" }
    var processID: Int32? { process.withLock { $0?.processIdentifier } }

    // Not inlined: the optimizer of Swift 6.3.1 traps on the asynchronous function that it would be part of.
    @inline(never)
    func addPrincipal(_ name: String, role: Role, gate: String? = nil) throws -> Profile {
        try Profile(file: try PrincipalEnrolment(home: home).add(name: name, role: role, gate: gate))
    }

    func start() throws {
        let gateway = Process()
        gateway.executableURL = URL(fileURLWithPath: try Executable.path())
        gateway.arguments = ["serve", "--home", home.path, "--log-format", "json"]
        if !FileManager.default.fileExists(atPath: logPath) { _ = FileManager.default.createFile(atPath: logPath, contents: nil) }
        guard let log = FileHandle(forWritingAtPath: logPath) else { throw CommandFailure(.cannotCreate, "cannot write \(logPath)") }
        log.seekToEndOfFile()
        gateway.standardOutput = log
        gateway.standardError = log
        gateway.standardInput = FileHandle.nullDevice
        try gateway.run()
        process.withLock { $0 = gateway }
    }

    /// Fails where the gateway has ended by itself.
    func checkAlive() throws {
        let status = process.withLock { process in process.flatMap { $0.isRunning ? nil : $0.terminationStatus } }
        if let status { throw CommandFailure(.software, "the gateway ended with status \(status); its log: \(logPath)") }
    }

    /// The bytes of memory that the process holds; 0 where there is none.
    func residentBytes() throws -> Int {
        guard let processID else { return 0 }
        let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
    }

    /// Ends it as a power cut would.
    func kill() {
        let gateway = process.withLock { process in
            defer { process = nil }
            return process
        }
        guard let gateway else { return }
        Foundation.kill(gateway.processIdentifier, SIGKILL)
        gateway.waitUntilExit()
    }

    /// Ends it as an operator would.
    func stop() {
        let gateway = process.withLock { process in
            defer { process = nil }
            return process
        }
        guard let gateway else { return }
        gateway.terminate()
        gateway.waitUntilExit()
    }
}

/// This program's own file, for starting further processes of it.
enum Executable {
    static func path() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        if count > 0 { return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) }
        guard let path = Bundle.main.executablePath else { throw CommandFailure(.osError, "this program cannot find its own file") }
        return path
    }
}
