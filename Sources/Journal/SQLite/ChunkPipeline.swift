import DequeModule
import Dispatch
import Synchronization

/// Prepares a batch chunk by chunk on a thread of its own, while the chunks before are written: encrypting takes as long as inserting.
final class ChunkPipeline: Sendable {
    private let queue = DispatchQueue(label: "journal-prepare")

    /// Hands out the chunks in order. A batch of one chunk is prepared where it is: a lone message waits for no other thread.
    ///
    /// - Parameters:
    ///   - preparer: Of a chunk; asked for in order, and before the first is handed out.
    func run(
        _ chunks: [Range<Int>],
        _ preparer: (Range<Int>) throws(JournalError) -> ChunkPreparer,
        _ body: (StoredChunk) throws(JournalError) -> Void
    ) throws(JournalError) {
        guard chunks.count > 1 else {
            for chunk in chunks { try body(preparer(chunk).prepare()) }
            return
        }
        let work = Work()
        do throws(JournalError) {
            for chunk in chunks {
                let preparer = try preparer(chunk)
                queue.async {
                    guard !work.isGivenUp else { return }
                    work.add(Result { () throws(JournalError) in try preparer.prepare() })
                }
            }
            for _ in chunks { try body(work.next().get()) }
        } catch {
            work.giveUp()
            throw error
        }
    }

    private final class Work: Sendable {
        private struct State {
            var done: Deque<Result<StoredChunk, JournalError>> = []
            var isGivenUp = false
        }

        private let state = Mutex(State())
        private let ready = DispatchSemaphore(value: 0)

        var isGivenUp: Bool { state.withLock { $0.isGivenUp } }

        func add(_ chunk: Result<StoredChunk, JournalError>) {
            state.withLock { $0.done.append(chunk) }
            ready.signal()
        }

        func next() -> Result<StoredChunk, JournalError> {
            ready.wait()
            return state.withLock { $0.done.removeFirst() }
        }

        func giveUp() { state.withLock { $0.isGivenUp = true } }
    }
}
