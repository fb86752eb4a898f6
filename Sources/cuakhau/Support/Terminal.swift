import Foundation

/// What a person, or the next program in a pipe, gets to see.
enum Terminal {
    /// Writes a line to standard output at once. False where nobody reads it any more.
    @discardableResult
    static func write(_ line: String) -> Bool { write(line + "\n", STDOUT_FILENO) }

    static func writeError(_ line: String) { _ = write(line + "\n", STDERR_FILENO) }

    /// Writes without a line's end, for a progress bar that overwrites itself.
    static func writePart(_ text: String) { _ = write(text, STDERR_FILENO) }

    /// Asks a person, and takes one line.
    static func confirm(_ question: String, expecting answer: String) -> Bool {
        writePart(question)
        return readLine()?.trimmingCharacters(in: .whitespaces) == answer
    }

    static var isOutputInteractive: Bool { isatty(STDOUT_FILENO) == 1 }
    static var isErrorInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    private static func write(_ text: String, _ descriptor: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }
}
