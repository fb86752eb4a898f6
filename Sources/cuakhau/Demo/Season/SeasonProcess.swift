import Foundation

/// Runs this program, as a person at an office would.
enum SeasonProcess {
    struct Failure: Error, CustomStringConvertible {
        let command: String
        let status: Int32
        let errors: String
        var description: String { "`cuakhau \(command)` ended with \(status): \(errors)" }
    }

    /// Runs a command to its end.
    ///
    /// - Parameters:
    ///   - input: What it reads from standard input.
    ///   - statuses: The ends that are right.
    /// - Returns: What it wrote to standard output.
    /// - Throws: ``Failure``.
    @discardableResult
    static func run(_ arguments: [String], input: String? = nil, clock: String, statuses: Set<Int32> = [0]) throws -> String {
        let process = try make(arguments, clock: clock)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        let pipe = Pipe()
        process.standardInput = input == nil ? FileHandle.nullDevice as Any : pipe
        try process.run()
        // Written and read at once by threads of their own: a full pipe would stop both.
        if let input {
            let writer = Thread {
                try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
                try? pipe.fileHandleForWriting.close()
            }
            writer.start()
        }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationReason == .exit, statuses.contains(process.terminationStatus) else {
            throw Failure(
                command: arguments.joined(separator: " "),
                status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
                errors: String(decoding: complaint, as: UTF8.self)
            )
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A process of this program that is not started yet.
    static func make(_ arguments: [String], clock: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Executable.path())
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["CUAKHAU_CLOCK": clock, "LC_ALL": "en_US.UTF-8"]) { $1 }
        return process
    }
}
