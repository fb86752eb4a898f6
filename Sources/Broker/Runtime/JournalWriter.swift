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
    private let sealed: @Sendable (AuditSeal) -> Void
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter sealed: Called on the writer's thread with each new seal of the audit chain, at most about once a second.
    init(journal: any Journal, completions: Completions, sealed: @escaping @Sendable (AuditSeal) -> Void) {
        self.journal = journal
        self.completions = completions
        self.sealed = sealed
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
        var lastSeal: AuditSeal?
        func report() {
            guard let seal = journal.lastSeal, seal != lastSeal else { return }
            lastSeal = seal
            sealed(seal)
        }
        while true {
            switch mailbox.wait(timeout: .now() + .seconds(1)) {
            case .element(.commit(let request)): commitNow(request)
            case .element(.remove(let step)): removeNow(step)
            case .timedOut:
                sealNow()
                journal.checkpointIfIdle()
            case .closed:
                sealNow()
                report()
                return
            }
            report()
        }
    }

    /// Where the disk is full, a later one covers what this one would have.
    private func sealNow() { try? journal.seal(at: Moment.current().wall) }

    private func removeNow(_ step: RetentionStep) {
        do throws(JournalError) {
            completions.post(.removed(try journal.remove(step)))
        } catch {
            completions.post(.removalFailed(error))
        }
    }

    private func commitNow(_ request: CommitRequest) {
        do throws(JournalError) {
            let erased = try journal.commit(request.batch)
            completions.post(.committed(request.ticket, erased: erased))
        } catch {
            completions.post(.commitFailed(request.ticket, error))
        }
    }
}
