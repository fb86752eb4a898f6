import Foundation

/// Waits until processes have nothing to do: each of their threads sleeps, and none has run for a few looks. What was on its way between them has
/// arrived by then.
func waitUntilAtRest(_ processes: [Int32]) async throws {
    var last: [Int] = []
    var looks = 0
    try await wait(for: "the processes are at rest") {
        let switches = processes.map { contextSwitches($0) ?? -1 }
        looks = switches == last && !switches.contains(-1) ? looks + 1 : 0
        last = switches
        return looks >= 8
    }
}

/// How often the threads of a process have gone to sleep or were interrupted; nil where one is running.
private func contextSwitches(_ process: Int32) -> Int? {
    let folder = "/proc/\(process)/task"
    guard let threads = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return nil }
    var count = 0
    for thread in threads {
        // One that has ended since does not run.
        guard let status = try? String(contentsOfFile: "\(folder)/\(thread)/status", encoding: .utf8) else { continue }
        for line in status.split(separator: "\n") {
            let value = line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? ""
            if line.hasPrefix("State:"), value != "S" { return nil }
            if line.hasPrefix("voluntary_ctxt") || line.hasPrefix("nonvoluntary_ctxt") { count += Int(value) ?? 0 }
        }
    }
    return count
}
