import Foundation

/// The demo's side of the link's process.
struct LinkProcess {
    let port: UInt16
    private let process: Process
    private let input: Pipe

    init(target: UInt16) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: try Executable.path())
        process.arguments = ["demo-link", "--target", "\(target)"]
        input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            process.terminate()
            throw CommandFailure(.software, "the demo's link did not start")
        }
        self.port = port
    }

    func cut() throws { try input.fileHandleForWriting.write(contentsOf: Data("cut\n".utf8)) }

    func restore() throws { try input.fileHandleForWriting.write(contentsOf: Data("restore\n".utf8)) }

    func end() { process.terminate() }
}
