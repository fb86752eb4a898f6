import DequeModule
import Wire

extension DeliveryLedger {
    /// A subscription that reads this consumer.
    struct Member {
        let id: UInt32
        let messagesMax: Int
        let bytesMax: Int
        /// Out with it, unanswered.
        var messages = 0
        var bytes = 0
        /// Whether it has ever said what it is at.
        var tellsBegun = false
        /// Whether it has answered anything, and so is known to receive.
        var hasAnswered = false
        /// When it last let a lease run out, in monotonic microseconds; nil: never.
        var lapsedAt: Int64?

        init(id: UInt32, messagesMax: Int, bytesMax: Int) {
            self.id = id
            self.messagesMax = messagesMax
            self.bytesMax = bytesMax
        }

        /// Whether one more may go out to it: one does, whatever its size.
        var hasCredit: Bool { messages == 0 || (messages < messagesMax && bytes < bytesMax) }
    }

    /// The messages of one DELIVER that are still out.
    struct Lease {
        let member: UInt32
        var count = 0
    }

    var outCount: Int { members.reduce(0) { $0 + $1.messages } }
    var hasCredit: Bool { members.contains(where: \.hasCredit) }

    func memberIndex(_ id: UInt32) -> Int? { members.firstIndex { $0.id == id } }

    /// What was given and is not settled, in whatever place it is now: failed, given back or unanswered. It has no receipt. Each once.
    ///
    /// - Parameter id: Of a member that is about to leave: all of it but what is out with others. Nil: what has been so since the last time.
    mutating func takeUntold(ofMember id: UInt32?) -> [(position: UInt64, type: UInt16)] {
        var untold: [(position: UInt64, type: UInt16)] = []
        for index in slots.indices where slots[index].recordedAt > 0 && slots[index].place != .settled && !slots[index].isTold {
            if let id {
                guard slots[index].place != .out || slots[index].member == id else { continue }
            } else if !slots[index].wasSeen {
                slots[index].wasSeen = true
                continue
            }
            slots[index].isTold = true
            untold.append((slots[index].position, slots[index].type))
        }
        return untold
    }

    /// A member is gone.
    ///
    /// - Parameters:
    ///   - cause: Nil where it went in good order: then nothing is charged. Otherwise what it was at is charged with an attempt, and its
    ///     prefetched neighbours are not.
    mutating func remove(member id: UInt32, cause: FailureCause?, now: Moment) {
        guard let member = memberIndex(id) else { return }
        let taken = slots.indices.filter { slots[$0].place == .out && slots[$0].member == id }
        takeBack(taken, member, cause: cause, now: now)
        members.remove(at: member)
    }

    /// Takes messages back from a member: those it was at are charged.
    mutating func takeBack(_ indices: [Int], _ member: Int, cause: FailureCause?, now: Moment) {
        var charged = Set<UInt64>()
        if cause != nil {
            for index in indices where slots[index].isBegun { charged.insert(slots[index].position) }
            // A client that never says what it is at deals with messages one after another: it was at the first.
            if charged.isEmpty, !members[member].tellsBegun, members[member].hasAnswered,
                let first = indices.min(by: { (slots[$0].lease, slots[$0].position) < (slots[$1].lease, slots[$1].position) })
            {
                charged = [slots[first].position]
            }
        }
        for index in indices {
            release(index, member)
            if let cause, charged.contains(slots[index].position) {
                fail(index, cause, reason: "", delay: 0, now: now)
            } else {
                makeReady(index)
                giveWay(index)
            }
        }
    }

    /// A message is not with its member any more.
    mutating func release(_ index: Int, _ member: Int) {
        let slot = slots[index]
        members[member].messages -= 1
        members[member].bytes -= Int(slot.bytes)
        slots[index].lostLease = slot.lease
        slots[index].member = 0
        slots[index].due = .max
        guard slot.lease > 0, var lease = leases[slot.lease] else { return }
        lease.count -= 1
        leases[slot.lease] = lease.count > 0 ? lease : nil
    }
}
