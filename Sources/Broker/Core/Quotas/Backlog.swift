import DequeModule
import Journal

/// How many messages of a principal somebody still waits for, where its quota bounds that. Kept as few stretches of the journal, so that what it
/// takes does not grow with the backlog; within a stretch that holds other messages too it counts too many rather than too few.
struct Backlog {
    /// A part of the journal with some of its messages.
    private struct Stretch {
        let first: UInt64
        var last: UInt64
        var count: UInt64

        /// How many of them lie before a position, as far as is known.
        func count(before position: UInt64) -> UInt64 {
            if position > last { return count }
            let isDense = count == last - first + 1
            return isDense && position > first ? position - first : 0
        }
    }

    private var stretches: Deque<Stretch> = []
    private var total: UInt64 = 0
    /// What lies after it is counted as it is committed, what lies before is read from the journal.
    let countedFrom: UInt64
    /// Whether that has been read. Until then nothing is refused.
    var isKnown = false
    var isReading = false
    /// The first position that a consumer waits for, and whose that is, when it was looked at last.
    private(set) var waited: UInt64 = 0
    private(set) var consumer = ""
    var lookedAt: Int64 = .min / 2
    var isOver = false

    private static let stretchesMax = 512

    init(countedFrom: UInt64) { self.countedFrom = countedFrom }

    /// Its messages that somebody waits for.
    var count: UInt64 { total - (stretches.first?.count(before: waited) ?? 0) }

    /// Messages were committed, at the positions from `first` on.
    mutating func append(_ count: UInt64, first: UInt64) { append(Stretch(first: first, last: first + count - 1, count: count)) }

    /// What was there before.
    mutating func restore(_ runs: [ClientRun]) {
        let later = stretches
        (stretches, total, isKnown, isReading) = ([], 0, true, false)
        for run in runs.sorted(by: { $0.firstPosition < $1.firstPosition }) where run.firstPosition <= countedFrom {
            append(min(UInt64(run.count), countedFrom - run.firstPosition + 1), first: run.firstPosition)
        }
        for stretch in later { append(stretch) }
    }

    private mutating func append(_ stretch: Stretch) {
        total += stretch.count
        if let last = stretches.last, last.last + 1 == stretch.first, last.count == last.last - last.first + 1 {
            stretches[stretches.count - 1].last = stretch.last
            stretches[stretches.count - 1].count += stretch.count
        } else {
            stretches.append(stretch)
        }
        if stretches.count > Self.stretchesMax { join() }
    }

    /// Joins neighbours that are small beside the whole: half as many are left.
    private mutating func join() {
        let most = 4 * total / UInt64(Self.stretchesMax)
        var joined: Deque<Stretch> = []
        for stretch in stretches {
            if let last = joined.last, last.count + stretch.count <= most {
                joined[joined.count - 1] = Stretch(first: last.first, last: stretch.last, count: last.count + stretch.count)
            } else {
                joined.append(stretch)
            }
        }
        stretches = joined
    }

    /// Nobody waits for anything before a position.
    mutating func wait(from position: UInt64, consumer: String) {
        (waited, self.consumer) = (position, consumer)
        while let first = stretches.first, first.last < position {
            total -= first.count
            stretches.removeFirst()
        }
    }
}
