import Synchronization

/// A clock that stands still until a test moves it, in microseconds.
final class TestClock: Sendable {
    private let time = Mutex<Int64>(0)

    var now: Int64 { time.withLock { $0 } }
    func advance(_ microseconds: Int64) { time.withLock { $0 += microseconds } }
}
