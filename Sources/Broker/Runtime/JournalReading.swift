import Dispatch
import Foundation
import Journal
import ZeroMQ

/// The thread that reads the journal for consumers that are behind and for repeats, on a connection that cannot write.
final class JournalReading: Sendable {
    private let mailbox = Mailbox<ReaderRequest>()
    private let journal: any Journal
    private let limits: BrokerLimits
    private let completions: Completions
    private let ended = DispatchSemaphore(value: 0)

    init(journal: any Journal, limits: BrokerLimits, completions: Completions) {
        self.journal = journal
        self.limits = limits
        self.completions = completions
    }

    func start() {
        let thread = Thread { [self] in
            ThreadName.set("journal-reader")
            run()
        }
        thread.start()
    }

    func read(_ request: ReaderRequest) { mailbox.post(request, isPatient: request.isPatient) }

    func stop() {
        mailbox.close()
        ended.wait()
    }

    private func run() {
        defer { ended.signal() }
        var reader: (any JournalReader)?
        while case .element(let request) = mailbox.wait() {
            let subject: ReaderAnswer.Subject
            do throws(JournalError) {
                let open = if let reader { reader } else { try journal.makeReader() }
                reader = open
                subject = try answer(request.subject, open)
            } catch {
                subject = .failed(error)
            }
            completions.post(.read(ReaderAnswer(ticket: request.ticket, subject: subject)))
        }
    }

    private func answer(_ subject: ReaderRequest.Subject, _ reader: any JournalReader) throws(JournalError) -> ReaderAnswer.Subject {
        switch subject {
        case .page(let from, let through, let types, let key):
            .page(
                try reader.page(
                    from: from,
                    through: through,
                    types: types,
                    key: key,
                    countMax: limits.pageMessagesMax,
                    bytesMax: limits.pageBytesMax
                )
            )
        case .messages(let positions, let consumer): .messages(try reader.messages(at: positions, consumer: consumer))
        case .deadLetters(let query): .deadLetters(try reader.deadLetters(query))
        case .find(let high, let low, let from, let through):
            .found(try reader.find(idHigh: high, idLow: low, from: from, through: through))
        case .chain(let correlation, let from, let countMax):
            .chain(try reader.chain(correlation, from: from, countMax: countMax, bytesMax: limits.pageBytesMax))
        case .fates(let letters): .fates(try reader.fates(of: letters))
        case .runs(let clients, let from): .runs(try reader.runs(of: clients, from: from))
        case .locate(let time): .located(try reader.position(atOrAfter: time))
        case .compare(let segment): .compared(try reader.compare(segment))
        }
    }
}
