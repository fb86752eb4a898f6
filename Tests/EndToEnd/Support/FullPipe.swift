import Foundation

/// A pipe as a program's output that can be filled up: then the program waits at its next line, for as long as a test wants.
///
/// Used by one task at a time.
final class FullPipe {
    private let pipe = Pipe()
    private var collected: [UInt8] = []

    /// To start the program with.
    var input: FileHandle { pipe.fileHandleForWriting }

    init() {
        let reading = pipe.fileHandleForReading.fileDescriptor
        _ = fcntl(reading, F_SETFL, fcntl(reading, F_GETFL) | O_NONBLOCK)
    }

    /// Leaves no room. Not while the program writes.
    func fill() {
        // A description of its own: the program's is to wait where this one gives up.
        let own = open("/proc/self/fd/\(input.fileDescriptor)", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(own) }
        // Single bytes at the end: a page is given up only when it is full.
        for size in [4_096, 1] {
            let filler = [UInt8](repeating: 0, count: size)
            while write(own, filler, size) == size {}
        }
    }

    /// The whole lines that came so far. Makes room.
    var lines: [String] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(pipe.fileHandleForReading.fileDescriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            collected += buffer[..<count].filter { $0 != 0 }
        }
        let text = String(decoding: collected, as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
