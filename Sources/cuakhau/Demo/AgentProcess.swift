import Foundation
import Synchronization

/// The demo's side of an agency's process.
final class AgentProcess: Sendable {
    let member: DemoCast.Member
    private let process: Mutex<Process>
    private let input: Pipe
    private let reports = Mutex<(latest: AgentReport?, partial: [UInt8])>((nil, []))
    private let hasEnded = Mutex(false)

    init(member: DemoCast.Member, arguments: [String], logPath: String) throws {
        self.member = member
        let agent = Process()
        agent.executableURL = URL(fileURLWithPath: try Executable.path())
        agent.arguments = ["demo-agent"] + arguments
        input = Pipe()
        let output = Pipe()
        agent.standardInput = input
        agent.standardOutput = output
        _ = FileManager.default.createFile(atPath: logPath, contents: nil)
        agent.standardError = FileHandle(forWritingAtPath: logPath) ?? FileHandle.nullDevice
        process = Mutex(agent)
        try agent.run()
        let thread = Thread { [self] in
            while true {
                let data = output.fileHandleForReading.availableData
                if data.isEmpty { break }
                take(Array(data))
            }
            hasEnded.withLock { $0 = true }
        }
        thread.start()
    }

    var report: AgentReport { reports.withLock { $0.latest } ?? AgentReport(agent: member.name) }

    /// Asks it to end: it sends what is due and tells of itself a last time.
    func finish() { try? input.fileHandleForWriting.close() }

    var isFinished: Bool { hasEnded.withLock { $0 } }

    func kill() { process.withLock { $0.terminate() } }

    private func take(_ bytes: [UInt8]) {
        reports.withLock { reports in
            reports.partial += bytes
            while let end = reports.partial.firstIndex(of: UInt8(ascii: "\n")) {
                if let report = try? JSONDecoder().decode(AgentReport.self, from: Data(reports.partial[..<end])) { reports.latest = report }
                reports.partial.removeSubrange(...end)
            }
        }
    }
}
