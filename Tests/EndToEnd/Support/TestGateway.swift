import Broker
import Client
import Contracts
import Foundation
import Synchronization
import ZeroMQ

/// A gateway process of its own in a temporary home. Killed and removed with the last reference to it.
final class TestGateway: Sendable {
    let home: GatewayHome
    let endpoint: String
    let serverKey: CurvePublicKey
    private let folder: TestFolder
    private let running = Mutex<RunningProgram?>(nil)
    private let earlierLogs = Mutex<[String]>([])

    /// Makes the home; ``start(environment:)`` starts the process.
    ///
    /// - Parameter bulkReadMessages: As in gateway.yaml: tests that read a whole journal set it.
    init(bulkReadMessages: Int? = nil) throws {
        folder = try TestFolder()
        endpoint = "tcp://127.0.0.1:\(try FreePort.find())"
        var configuration = GatewayConfiguration(endpoint: endpoint)
        configuration.bulkReadMessages = bulkReadMessages
        home = try GatewayHome.create(at: folder.file("home"), configuration: configuration)
        serverKey = try home.serverKey().publicKey
    }

    /// A gateway that listens.
    static func started() async throws -> TestGateway {
        let gateway = try TestGateway()
        try gateway.start()
        try await gateway.waitUntilListening()
        return gateway
    }

    var journalPath: String { home.path + "/journal.sqlite" }
    var processID: Int32? { running.withLock { $0?.processID } }

    /// Everything that every process of this gateway has logged so far.
    var log: String {
        let now = running.withLock { $0?.errors ?? "" }
        return earlierLogs.withLock { $0.joined() } + now
    }

    func addPrincipal(_ name: String, _ role: Role, gate: String? = nil) throws -> Profile {
        let keys = try CurveKeyPair.generate()
        try home.changePrincipals { $0.append(Principal(name: name, role: role, gate: gate, keys: [keys.publicKey.description])) }
        return Profile(endpoint: endpoint, serverKey: serverKey, principal: name, role: role.name, gate: gate, keys: keys)
    }

    /// The path of a profile file, as `cuakhau principal add` would have written it.
    func profileFile(_ profile: Profile) throws -> String { try folder.write(profile.yaml, to: "\(profile.principal).yaml") }

    /// - Parameter descriptorsMax: How many files and connections it may have open; nil: as many as the system lets it.
    func start(environment: [String: String] = [:], descriptorsMax: Int? = nil) throws {
        let arguments = ["serve", "--home", home.path, "--log-format", "json", "--log-level", "trace"]
        let program =
            if let descriptorsMax {
                try Program.start(
                    ["-c", "ulimit -n \(descriptorsMax) && exec \"$0\" \"$@\"", Program.path] + arguments,
                    environment: environment,
                    executable: "/bin/sh"
                )
            } else {
                try Program.start(arguments, environment: environment)
            }
        running.withLock { $0 = program }
    }

    /// Waits until the process says that it listens.
    func waitUntilListening() async throws {
        try await wait(for: "the gateway listens") {
            guard let program = running.withLock({ $0 }) else { return false }
            guard program.isRunning else { throw GatewayEnded(log: program.errors) }
            return program.errors.contains("\"message\":\"listening\"")
        }
    }

    struct GatewayEnded: Error {
        let log: String
    }

    var isRunning: Bool { running.withLock { $0?.isRunning ?? false } }

    /// Ends it as a power cut would.
    func kill() {
        guard let program = take() else { return }
        program.kill()
        note(program)
    }

    /// Ends it as an operator would.
    ///
    /// - Returns: Its exit code.
    @discardableResult
    func stop() async throws -> Int32 {
        guard let program = take() else { return -1 }
        program.signal(SIGTERM)
        let status = try await program.status()
        note(program)
        return status
    }

    private func take() -> RunningProgram? {
        running.withLock { running in
            defer { running = nil }
            return running
        }
    }

    private func note(_ program: RunningProgram) { earlierLogs.withLock { $0.append(program.errors) } }

    /// How much of the processor it has used since it was started, in hundredths of a second; 0 where there is none.
    var processorTicks: Int {
        guard let processID, let stat = try? String(contentsOfFile: "/proc/\(processID)/stat", encoding: .utf8) else { return 0 }
        // Behind the name, which may hold anything: utime and stime are the 12th and 13th (proc(5)).
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        return fields.count > 13 ? (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0) : 0
    }

    /// The bytes of memory that the process holds.
    func residentBytes() throws -> Int {
        guard let processID else { return 0 }
        let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
    }
}
