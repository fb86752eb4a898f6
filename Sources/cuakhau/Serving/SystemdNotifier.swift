import Foundation

/// Speaks sd_notify(3): datagrams to the socket that the environment names. Silent where it names none.
struct SystemdNotifier: Sendable {
    private let path: String
    /// Half of what systemd waits for; nil: no watchdog.
    let watchdogInterval: Duration?

    static func fromEnvironment(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> SystemdNotifier? {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@") else { return nil }
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init)
        let isForUs = environment["WATCHDOG_PID"].flatMap(Int32.init).map { $0 == getpid() } ?? true
        return SystemdNotifier(path: path, watchdogInterval: isForUs ? microseconds.map { .microseconds($0 / 2) } : nil)
    }

    func send(_ state: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        // An abstract socket: a zero byte in place of the @.
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (bytes[0] == 0 ? 0 : 1))
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let content = Array(state.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                // Nothing hangs on it: systemd itself acts where it hears nothing.
                _ = sendto(descriptor, content, content.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }
}
