package import Journal

/// Something the core wants read from the journal. Answered by ``BrokerCore/read(_:)``, in any order.
package struct ReaderRequest: Sendable {
    package enum Subject: Sendable {
        /// Messages for a consumer that is behind the tail cache, or for a replay, perhaps of one ordering key.
        case page(from: UInt64, through: UInt64, types: TypeSelection, key: [UInt8]?)
        /// Messages that go out to a consumer again.
        case messages(at: [UInt64], consumer: UInt32?)
        /// Dead letters for whoever asked.
        case deadLetters(DeadLetterQuery)
        /// A message by its event id.
        case find(idHigh: UInt64, idLow: UInt64, from: UInt64, through: UInt64)
        /// Messages of a chain.
        case chain([UInt8], from: UInt64, countMax: Int)
        /// What became of messages with consumers.
        case fates([Letter])
        /// Which sequences of clients lie at a position or after it.
        case runs(of: [UInt32], from: UInt64)
        /// Where a new consumer that asked for a time begins.
        case locate(time: Int64)
        /// What became of sequences that a client sends again.
        case compare(MessageSegment)
    }

    package let ticket: UInt64
    package let subject: Subject
    /// Whether it lets every request pass that somebody live waits for.
    package let isPatient: Bool
}

package struct ReaderAnswer: Sendable {
    package enum Subject: Sendable {
        case page(JournalPage)
        case messages(MessageSegment)
        case deadLetters(DeadLetterPage)
        case found(FoundMessage)
        case chain(JournalPage)
        case fates([Fate])
        case runs([ClientRun])
        case located(UInt64?)
        case compared([ProbeResult])
        case failed(JournalError)

        var isFailure: Bool {
            if case .failed = self { true } else { false }
        }
    }

    package let ticket: UInt64
    package let subject: Subject

    package init(ticket: UInt64, subject: Subject) {
        self.ticket = ticket
        self.subject = subject
    }
}
