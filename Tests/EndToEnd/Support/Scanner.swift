import Foundation
import Testing

/// A scanner on a serial line: the other end of a terminal's device.
final class Scanner {
    let device: String
    private let descriptor: Int32

    init() throws {
        descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        // TIOCSPTLCK and TIOCGPTN (ioctl_tty(2)), whose numbers no header gives to Swift.
        var isLocked: Int32 = 0
        var number: UInt32 = 0
        let isOpen = ioctl(descriptor, 0x4004_5431, &isLocked) == 0 && ioctl(descriptor, 0x8004_5430, &number) == 0
        try #require(isOpen)
        device = "/dev/pts/\(number)"
    }

    deinit { close(descriptor) }

    var isEchoing: Bool {
        var settings = termios()
        return tcgetattr(descriptor, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
    }

    func send(_ text: String) throws { #expect(write(descriptor, text, text.utf8.count) == text.utf8.count) }

    /// What the device has sent back.
    func echoed() -> String {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
