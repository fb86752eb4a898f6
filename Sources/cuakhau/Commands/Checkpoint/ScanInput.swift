import Agencies
import Foundation
import Synchronization

/// Where scans come from: a file, a scanner's serial line, a keyboard, standard input.
///
/// What a terminal's device sends is not shown on it: a document's zone in a window's history would have left the terminal's memory.
struct ScanInput: ~Copyable {
    private let descriptor: Int32
    private let isOwn: Bool
    private let saved: termios?
    /// Whether a person or a scanner is at the other end.
    let isTerminal: Bool

    /// - Parameter path: `-`: standard input.
    init(path: String) throws {
        let isStandard = path == "-"
        let descriptor = isStandard ? STDIN_FILENO : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .noInput,
                String(
                    vi: "không đọc được \(path): \(String(cString: strerror(errno)))",
                    en: "cannot read \(path): \(String(cString: strerror(errno)))"
                )
            )
        }
        self.descriptor = descriptor
        isOwn = !isStandard
        isTerminal = isatty(descriptor) == 1
        var settings = termios()
        guard isTerminal, tcgetattr(descriptor, &settings) == 0 else {
            saved = nil
            return
        }
        saved = settings
        settings.c_lflag &= ~tcflag_t(ECHO | ECHONL)
        settings.c_lflag |= tcflag_t(ICANON)
        settings.c_iflag |= tcflag_t(ICRNL)
        _ = tcsetattr(descriptor, TCSANOW, &settings)
    }

    deinit {
        if var saved { _ = tcsetattr(descriptor, TCSANOW, &saved) }
        if isOwn { close(descriptor) }
    }

    /// How long a signal waits at most: it can come to another thread than the one that waits for bytes.
    private static let lookMilliseconds: Int32 = 100

    /// Waits for the next bytes.
    ///
    /// - Returns: How many there are; 0: no more, or somebody pressed Ctrl-C.
    func read(into bytes: UnsafeMutableRawBufferPointer) throws -> Int {
        while !Interruption.hasCome {
            var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&state, 1, Self.lookMilliseconds) > 0 else { continue }
            let count = Foundation.read(descriptor, bytes.baseAddress, bytes.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else {
                throw CommandFailure(
                    .inputOutput,
                    String(
                        vi: "không đọc được máy quét: \(String(cString: strerror(errno)))",
                        en: "cannot read the scans: \(String(cString: strerror(errno)))"
                    )
                )
            }
            return count
        }
        return 0
    }
}

/// SIGINT and SIGTERM end the wait for a scan, and nothing else: what was read is recorded, and the terminal is left as it was.
enum Interruption {
    private static let flag = Atomic<Bool>(false)

    static var hasCome: Bool { flag.load(ordering: .relaxed) }

    static func watch() {
        // Made before a signal can come.
        _ = hasCome
        // Who started this program may have blocked them.
        var numbers = sigset_t()
        sigemptyset(&numbers)
        for number in [SIGINT, SIGTERM] {
            sigaddset(&numbers, number)
            signal(number) { _ in Interruption.come() }
        }
        pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
    }

    private static func come() { flag.store(true, ordering: .relaxed) }
}
