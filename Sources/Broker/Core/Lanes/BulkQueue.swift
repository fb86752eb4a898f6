import Contracts
import DequeModule
import Wire

/// PUBLISH frames that hold nothing urgent and are not looked at yet, in the order in which they came.
///
/// A frame of a thousand bulk messages costs milliseconds to check and commit. Here it waits, so that it is dealt with a little at a time, and
/// an alert that comes meanwhile goes before all of it.
struct BulkQueue {
    private struct Frame {
        let session: Session
        let payload: [UInt8]
        var offset = 0
    }

    private var frames: Deque<Frame> = []
    private(set) var byteCount = 0
    /// Monotonic microseconds before which it rests.
    var dueAt: Int64 = 0

    var isEmpty: Bool { frames.isEmpty }

    mutating func append(_ payload: UnsafeRawBufferPointer, of session: Session) {
        frames.append(Frame(session: session, payload: Array(payload)))
        byteCount += payload.count
        session.queuedFrames += 1
    }

    /// Looks at messages of the first frame until there is no more of it, or `body` says that it is enough.
    ///
    /// - Parameter body: Gets the session and a reader that stands at the next message; returns whether the frame is at its end.
    mutating func work(_ body: (Session, inout PublishReader) -> Bool) {
        guard let frame = frames.first else { return }
        let (isAtEnd, read) = frame.payload.withUnsafeBytes { bytes in
            let rest = bytes.slice(frame.offset, bytes.count - frame.offset)
            var reader = PublishReader(rest)
            let isAtEnd = body(frame.session, &reader)
            return (isAtEnd, reader.offset)
        }
        if isAtEnd {
            removeFirst()
        } else {
            frames[0].offset += read
        }
    }

    /// Takes out everything of one session, in order.
    mutating func take(_ session: Session) -> [(payload: [UInt8], offset: Int)] {
        guard session.queuedFrames > 0 else { return [] }
        let taken = frames.filter { $0.session === session }
        frames.removeAll { $0.session === session }
        for frame in taken { byteCount -= frame.payload.count }
        session.queuedFrames = 0
        return taken.map { ($0.payload, $0.offset) }
    }

    private mutating func removeFirst() {
        let frame = frames.removeFirst()
        byteCount -= frame.payload.count
        frame.session.queuedFrames -= 1
    }
}
