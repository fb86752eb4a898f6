import Dispatch
import Foundation
import Journal
import ZeroMQ

/// The one thread that writes to the journal.
final class JournalWriter: Sendable {
    private enum Work {
        case commit(CommitRequest)
        case remove(RetentionStep)
    }

    private let mailbox = Mailbox<Work>()
    private let journal: any Journal
    private let completions: Completions
    private let ended = DispatchSemaphore(value: 0)

    init(journal: any Journal, completions: Completions) {
        self.journal = journal
        self.completions = completions
    }

    func start() {
        let thread = Thread { [self] in
            ThreadName.set("journal")
            run()
        }
        thread.start()
    }

    func commit(_ request: CommitRequest) { mailbox.post(.commit(request)) }

    func remove(_ step: RetentionStep) { mailbox.post(.remove(step)) }

    /// Ends the thread after what is queued.
    func stop() {
        mailbox.close()
        ended.wait()
    }

    private func run() {
        defer { ended.signal() }
        while true {
            switch mailbox.wait(timeout: .now() + .seconds(1)) {
            case .element(.commit(let request)): commitNow(request)
            case .element(.remove(let step)): removeNow(step)
            case .timedOut: journal.checkpointIfIdle()
            case .closed: return
            }
        }
    }

    private func removeNow(_ step: RetentionStep) {
        do throws(JournalError) {
            completions.post(.removed(try journal.remove(step)))
        } catch {
            completions.post(.removalFailed(error))
        }
    }

    private func commitNow(_ request: CommitRequest) {
        do throws(JournalError) {
            try journal.commit(request.batch)
            completions.post(.committed(request.ticket))
        } catch {
            completions.post(.commitFailed(request.ticket, error))
        }
    }
}
