import DequeModule
import Journal

/// Where a consumer stands: what it acknowledged, what is in flight, what comes next.
///
/// Exactly one subscription reads it at a time. Messages go out in commit order; the position is the first one that is not acknowledged.
final class ConsumerState {
    struct InFlight {
        let position: UInt64
        let bytes: Int
        let attempt: UInt32
        var isAcknowledged = false
    }

    /// The journal's id; nil for an ephemeral consumer, which ends with its session.
    var id: UInt32?
    /// Whether the journal has it: until then no subscription to it is answered.
    var isStored: Bool
    let principal: String
    let name: String
    let filter: String
    let purpose: String
    var subscription: Subscription?

    /// Journal type ids that the filter matches and the role may read.
    var wanted: [Bool] = []
    var wantedIDs: [UInt16] = []

    /// The first position not looked at yet.
    var next: UInt64
    /// One past the highest position ever delivered.
    var highWater: UInt64
    private(set) var inFlight: Deque<InFlight> = []
    private(set) var inFlightCount = 0
    private(set) var inFlightBytes = 0
    var creditMessages = 0
    var creditBytes = 0

    /// Messages read from disk for it, and the index to go on at.
    var page: JournalPage?
    var pageIndex = 0
    var isReading = false
    /// Rises at each detach, so that an answer to an earlier reading is dropped.
    var generation: UInt64 = 0

    /// Of messages once in flight and not settled: how often they went out, and which were acknowledged out of order.
    private var attempts: [UInt64: UInt32] = [:]
    private var settledAhead: Set<UInt64> = []

    var storedPosition: UInt64
    var isDirty = false
    var delivered: UInt64 = 0
    var redelivered: UInt64 = 0
    var acknowledged: UInt64 = 0

    init(id: UInt32?, principal: String, name: String, filter: String, purpose: String, position: UInt64) {
        self.id = id
        self.isStored = id != nil
        self.principal = principal
        self.name = name
        self.filter = filter
        self.purpose = purpose
        self.next = position
        self.highWater = position
        self.storedPosition = position
    }

    /// Everything before it is acknowledged or not wanted.
    var position: UInt64 { inFlight.first?.position ?? next }

    /// Whether one more may go out. One that is never acknowledged holds back those after it once the span of what is remembered is full: an
    /// agency that skips a message for good stops, seen in its lag, and does not fill the gateway's memory.
    var hasCredit: Bool {
        (inFlightCount == 0 || (inFlightCount < creditMessages && inFlightBytes < creditBytes)) && inFlight.count < Self.spanMax
    }

    /// The most messages from the first unacknowledged one on that are remembered.
    static let spanMax = 32_768

    func wants(_ type: UInt16) -> Bool {
        Int(type) < wanted.count && wanted[Int(type)]
    }

    /// Whether a message was acknowledged before, ahead of an earlier one that was not.
    func isSettledAhead(_ position: UInt64) -> Bool {
        !settledAhead.isEmpty && settledAhead.contains(position)
    }

    /// Notes that a message goes out, and says which attempt this is.
    func sent(_ position: UInt64, bytes: Int) -> UInt32 {
        var attempt: UInt32 = 1
        if position < highWater {
            attempt = (attempts.removeValue(forKey: position) ?? 1) + 1
            redelivered &+= 1
        } else {
            highWater = position + 1
        }
        inFlight.append(InFlight(position: position, bytes: bytes, attempt: attempt))
        inFlightCount += 1
        inFlightBytes += bytes
        delivered &+= 1
        return attempt
    }

    /// Settles what is in flight at `first ... last`; anything else in the range is not this consumer's and is passed over.
    ///
    /// - Returns: How many messages this settled.
    func acknowledge(_ first: UInt64, _ last: UInt64) -> Int {
        var index = lowerBound(first)
        var count = 0
        while index < inFlight.count, inFlight[index].position <= last {
            if !inFlight[index].isAcknowledged {
                inFlight[index].isAcknowledged = true
                inFlightCount -= 1
                inFlightBytes -= inFlight[index].bytes
                count += 1
            }
            index += 1
        }
        while let front = inFlight.first, front.isAcknowledged { inFlight.removeFirst() }
        acknowledged &+= UInt64(count)
        return count
    }

    /// The subscription is gone: what was not acknowledged will be delivered again from the position.
    func detach() {
        let position = self.position
        for message in inFlight {
            if message.isAcknowledged {
                settledAhead.insert(message.position)
            } else {
                attempts[message.position] = message.attempt
            }
        }
        settledAhead = settledAhead.filter { $0 >= position }
        next = position
        inFlight.removeAll()
        inFlightCount = 0
        inFlightBytes = 0
        page = nil
        isReading = false
        generation &+= 1
        subscription = nil
    }

    /// Forgets what lies behind the position.
    func trim() {
        if !settledAhead.isEmpty, inFlight.isEmpty, next >= highWater { settledAhead.removeAll() }
    }

    private func lowerBound(_ position: UInt64) -> Int {
        var low = 0
        var high = inFlight.count
        while low < high {
            let middle = (low + high) / 2
            if inFlight[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
