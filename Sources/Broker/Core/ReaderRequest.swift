package import Journal

/// Something the core wants read from the journal. Answered by ``BrokerCore/read(_:)``, in any order.
package struct ReaderRequest: Sendable {
    package enum Subject: Sendable {
        /// Messages for a consumer that is behind the tail cache.
        case page(from: UInt64, through: UInt64, types: TypeSelection)
        /// Messages that go out to a consumer again.
        case messages(at: [UInt64], consumer: UInt32?)
        /// Dead letters for whoever asked.
        case deadLetters(DeadLetterQuery)
        /// Where a new consumer that asked for a time begins.
        case locate(time: Int64)
        /// What became of sequences that a client sends again.
        case compare(MessageSegment)
    }

    package let ticket: UInt64
    package let subject: Subject
}

package struct ReaderAnswer: Sendable {
    package enum Subject: Sendable {
        case page(JournalPage)
        case messages(MessageSegment)
        case deadLetters(DeadLetterPage)
        case located(UInt64?)
        case compared([ProbeResult])
        case failed(JournalError)
    }

    package let ticket: UInt64
    package let subject: Subject

    package init(ticket: UInt64, subject: Subject) {
        self.ticket = ticket
        self.subject = subject
    }
}
