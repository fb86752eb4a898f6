import DequeModule

/// The unsettled messages of one ordering key, for a keyed consumer.
///
/// Keys are told apart by 64 bits of a hash: two that fall together wait for each other, and lose nothing.
struct KeyLine {
    /// The one that may be out. It stays until it is settled, through every failure: so no redelivery is overtaken.
    var holder: UInt64?
    /// The others, in rising order.
    var waiting: Deque<UInt64> = []
    /// Dead letters that hold the key back.
    var blocks = 0

    /// Nearly always the last; a dead letter that is tried again goes before later ones.
    mutating func enqueue(_ position: UInt64) {
        var index = waiting.count
        while index > 0, waiting[index - 1] > position { index -= 1 }
        waiting.insert(position, at: index)
    }

    var isIdle: Bool { holder == nil && waiting.isEmpty && blocks == 0 }
}

extension DeliveryLedger {
    /// The hash of a key; the same in every run.
    static func hash(ofKey key: UnsafeRawBufferPointer) -> UInt64 {
        // FNV-1a, and a last stir so that all bits count.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
        return hash ^ hash >> 33
    }

    /// A message takes its place in its key's line.
    ///
    /// - Returns: Whether it is the one that may be out.
    mutating func join(_ position: UInt64, _ keyHash: UInt64) -> Bool {
        if sabotage == .keyOvertaking { return true }
        var line = keys[keyHash] ?? KeyLine()
        defer { keys[keyHash] = line }
        if line.holder == nil, line.blocks == 0, line.waiting.first.map({ position < $0 }) ?? true {
            line.holder = position
            return true
        }
        if line.blocks == 0, let holder = line.holder, position < holder, stepsBack(holder) {
            line.waiting.prepend(holder)
            line.holder = position
            return true
        }
        line.enqueue(position)
        return false
    }

    /// A dead letter is tried again, and a later message of its key is not out yet: that one waits.
    private mutating func stepsBack(_ holder: UInt64) -> Bool {
        guard let index = index(of: holder), slots[index].place == .ready || slots[index].place == .waiting else { return false }
        slots[index].place = .parked
        return true
    }

    /// A message came back: a dead letter of before it that is tried again goes out first.
    mutating func giveWay(_ index: Int) {
        guard rules.kind == .keyed else { return }
        let slot = slots[index]
        guard var line = keys[slot.keyHash], line.holder == slot.position, line.blocks == 0, let first = line.waiting.first,
            first < slot.position
        else { return }
        slots[index].place = .parked
        line.waiting.removeFirst()
        line.enqueue(slot.position)
        line.holder = first
        keys[slot.keyHash] = line
        takeTurn(first)
    }

    /// A message leaves its key's line: the next one may go out.
    mutating func leave(_ position: UInt64, _ keyHash: UInt64) {
        guard var line = keys[keyHash] else { return }
        if line.holder == position {
            line.holder = nil
        } else if let index = line.waiting.firstIndex(of: position) {
            line.waiting.remove(at: index)
        }
        advance(&line)
        keys[keyHash] = line.isIdle ? nil : line
    }

    private mutating func advance(_ line: inout KeyLine) {
        guard line.holder == nil, line.blocks == 0, let first = line.waiting.popFirst() else { return }
        line.holder = first
        takeTurn(first)
    }

    private mutating func takeTurn(_ position: UInt64) {
        guard let index = index(of: position), slots[index].place == .parked else { return }
        // One that failed before the gateway started still has its wait.
        guard slots[index].due < .max else { return makeReady(index) }
        slots[index].place = .waiting
        timersDueAt = min(timersDueAt, slots[index].due)
    }

    /// A dead letter holds its key back.
    mutating func block(_ keyHash: UInt64) { keys[keyHash, default: KeyLine()].blocks += 1 }

    /// A dead letter is gone: its key goes on where no other one holds it back.
    mutating func unblock(_ keyHash: UInt64) {
        guard var line = keys[keyHash], line.blocks > 0 else { return }
        line.blocks -= 1
        advance(&line)
        keys[keyHash] = line.isIdle ? nil : line
    }
}
