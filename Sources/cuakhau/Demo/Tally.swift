import Client

/// How many messages, and which: two tallies are equal where they count the same messages, in whatever order.
struct Tally: Codable, Equatable, Sendable {
    private(set) var count = 0
    private(set) var digest: UInt64 = 0

    mutating func add(_ id: EventID) {
        count += 1
        // Mixed, so that sums over different sets of ids differ.
        var value = id.high ^ id.low &* 0x9e37_79b9_7f4a_7c15
        value ^= value >> 31
        digest &+= value &* 0xbf58_476d_1ce4_e5b9
    }

    mutating func add(_ other: Tally) {
        count += other.count
        digest &+= other.digest
    }
}
