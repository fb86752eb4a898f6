#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The calling thread's name, as `top -H` and a debugger show it.
///
/// Foundation's `Thread.name` does not reach the kernel on Linux, so it is written from inside the thread.
public enum ThreadName {
    /// The most bytes of a name that Linux keeps; it cuts the rest.
    public static let byteCountMax = 15

    /// Names the calling thread. A system that has no such names is left as it is.
    public static func set(_ name: String) {
        #if canImport(Darwin)
            pthread_setname_np(name)
        #else
            let file = open(path, O_WRONLY | O_CLOEXEC)
            guard file >= 0 else { return }
            defer { close(file) }
            let bytes = Array(name.utf8.prefix(byteCountMax))
            _ = write(file, bytes, bytes.count)
        #endif
    }

    /// Nil where the system does not tell.
    public static var current: String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: byteCountMax + 1)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    private static let path = "/proc/thread-self/comm"
}
