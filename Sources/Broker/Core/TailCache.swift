import DequeModule
import Journal

/// The most recently committed messages, in memory: positions are contiguous within and between segments.
struct TailCache {
    struct Cached {
        let segment: MessageSegment
        let first: UInt64
        let last: UInt64
        let types: TypeMask
        let byteCount: Int
    }

    private var segments: Deque<Cached> = []
    private var byteCount = 0
    private let byteCountMax: Int

    init(byteCountMax: Int) {
        self.byteCountMax = byteCountMax
    }

    /// Keeps a committed segment, and lets go of the oldest ones over the limit. The newest always stays.
    mutating func append(_ segment: MessageSegment) {
        guard let first = segment.entries.first, let last = segment.entries.last else { return }
        let size = segment.bytes.count + segment.entries.count * MemoryLayout<MessageEntry>.stride
        var types = TypeMask()
        for entry in segment.entries { types.insert(entry.type) }
        segments.append(Cached(segment: segment, first: first.position, last: last.position, types: types, byteCount: size))
        byteCount += size
        while byteCount > byteCountMax, segments.count > 1 {
            byteCount -= segments.removeFirst().byteCount
        }
    }

    mutating func removeAll() {
        segments.removeAll()
        byteCount = 0
    }

    /// The segment that holds a position; nil where it is older than the cache (or not committed yet).
    func segment(holding position: UInt64) -> Cached? {
        guard let oldest = segments.first, let newest = segments.last, position >= oldest.first, position <= newest.last else { return nil }
        var low = 0
        var high = segments.count - 1
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].last < position { low = middle + 1 } else { high = middle }
        }
        return segments[low]
    }

    /// The first position held; nil where nothing is.
    var first: UInt64? { segments.first?.first }
}

/// Which of the first 128 type ids occur; a higher id counts as "any".
struct TypeMask {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var isAny = false

    mutating func insert(_ type: UInt16) {
        switch type {
        case 0..<64: low |= 1 << UInt64(type)
        case 64..<128: high |= 1 << UInt64(type - 64)
        default: isAny = true
        }
    }

    func intersects(_ other: TypeMask) -> Bool {
        isAny || other.isAny || (low & other.low) != 0 || (high & other.high) != 0
    }
}
