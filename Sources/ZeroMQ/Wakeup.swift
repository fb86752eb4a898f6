import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Wakes a polling thread from any other one. Many signals before one ``drain()`` cost one write.
public final class Wakeup: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32
    private let isSignalled = Atomic<Bool>(false)

    public init() throws(ZeroMQError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw ZeroMQError(call: "pipe", errno: errno) }
        readEnd = ends[0]
        writeEnd = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// What to poll for reading.
    public var fileDescriptor: Int32 { readEnd }

    /// Never waits. What was done before it is seen by the woken thread after its ``drain()``.
    public func signal() {
        guard !isSignalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 1
        // A full pipe is a signal too.
        _ = write(writeEnd, &byte, 1)
    }

    /// Call it before looking at what the signals announced, so that a signal in between is not lost.
    public func drain() {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
            while read(readEnd, buffer.baseAddress!, buffer.count) == buffer.count {}
        }
        // The flag last: a signal up to here is one that the caller is about to look after; one from here on writes again. The other way round, a
        // byte written in between would be read and its flag would stay, and every later signal would be silent.
        _ = isSignalled.exchange(false, ordering: .acquiringAndReleasing)
    }
}
