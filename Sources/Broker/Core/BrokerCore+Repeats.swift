import Journal
import Wire

/// Messages whose sequence was used before: after a reconnect a client sends again what it saw no answer to.
struct Repeats {
    let client: ClientState
    private(set) var bytes: [UInt8] = []
    private(set) var entries: [MessageEntry] = []
    /// What this gateway would answer to each now, were it new.
    private(set) var refusals: [Refusal?] = []

    init(client: ClientState) {
        self.client = client
    }

    var isEmpty: Bool { entries.isEmpty }
    var byteCount: Int { bytes.count + entries.count * MemoryLayout<MessageEntry>.stride }
    var lastSequence: UInt64 { entries.map(\.clientSequence).max() ?? 0 }

    mutating func append(_ message: PublishedMessage, type: UInt16, refusal: Refusal?) {
        let hasID = message.id.count == 16
        entries.append(
            MessageEntry(
                position: 0,
                recordedAt: 0,
                client: client.id,
                type: type,
                isExercise: message.isExercise,
                clientSequence: message.sequence,
                idHigh: hasID ? message.id.loadUnaligned(fromByteOffset: 0, as: UInt64.self).byteSwapped : 0,
                idLow: hasID ? message.id.loadUnaligned(fromByteOffset: 8, as: UInt64.self).byteSwapped : 0,
                key: ByteSlice(offset: 0, count: 0),
                body: ByteSlice(offset: UInt32(bytes.count), count: UInt32(message.body.count)),
                chain: ByteSlice(offset: UInt32(bytes.count + message.body.count), count: UInt32(message.correlation.count + message.causation.count))
            )
        )
        bytes.append(contentsOf: message.body)
        bytes.append(contentsOf: message.correlation)
        bytes.append(contentsOf: message.causation)
        refusals.append(refusal)
    }
}

extension BrokerCore {
    /// Looks repeats up, or waits until the originals are on disk: an answer says what the journal holds, never what it may hold soon.
    func compare(_ repeats: Repeats) {
        repeatBytes += repeats.byteCount
        guard repeats.lastSequence <= repeats.client.committed else {
            deferredRepeats.append(repeats)
            return
        }
        request(.compare(MessageSegment(bytes: repeats.bytes, entries: repeats.entries)), for: .compare(repeats))
    }

    /// Repeats that waited for a commit: now on disk, or rolled back and free to be sent again.
    func compareDeferred() {
        guard !deferredRepeats.isEmpty else { return }
        let waiting = deferredRepeats
        deferredRepeats.removeAll()
        for repeats in waiting {
            repeatBytes -= repeats.byteCount
            guard repeats.lastSequence > repeats.client.used else {
                compare(repeats)
                continue
            }
            guard let session = repeats.client.session else { continue }
            var answers = ImmediateAnswers()
            for entry in repeats.entries {
                answers.refuse(entry.clientSequence, .storageFailed, expected: "the original on the gateway's disk", retryAfter: 1_000)
            }
            send(answers.frame(), to: session.connection)
        }
    }

    /// A repeat gets the original confirm back; with other content it is a conflict; one refused before is refused again.
    func answer(_ repeats: Repeats, _ results: [ProbeResult]) {
        repeatBytes -= repeats.byteCount
        guard let session = repeats.client.session else { return }
        var writer = ConfirmWriter()
        for (index, result) in results.enumerated() {
            let sequence = repeats.entries[index].clientSequence
            switch result {
            case .same(let position):
                counters.duplicates &+= 1
                writer.append(sequence: sequence, count: 1, position: position, isDuplicate: true)
            case .different:
                let refusal = Refusal(sequence, .sequenceConflict, expected: "the message first sent under this sequence, or a new sequence")
                count(refusal, repeats.client)
                writer.append(refusal)
            case .absent:
                let again = Refusal(sequence, .sequenceRefused, expected: "a new sequence: this one was refused before")
                let refusal = repeats.refusals[index] ?? again
                count(refusal, repeats.client)
                writer.append(refusal)
            }
        }
        send(writer.finish(), to: session.connection)
    }
}
