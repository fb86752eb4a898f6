/// Changes bytes the way that transport, truncation and an enemy do.
enum Mutation {
    /// One to four changes, and now and then none.
    static func mutate(_ bytes: [UInt8], with others: [[UInt8]], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...4, using: &random) { change(&bytes, others, &random) }
        return bytes
    }

    private static func change(_ bytes: inout [UInt8], _ others: [[UInt8]], _ random: inout SplitMix64) {
        guard let place = bytes.indices.randomElement(using: &random) else {
            bytes.append(UInt8.random(in: 0...255, using: &random))
            return
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        // Tags and lengths are small numbers: one more or less changes the meaning of all that follows.
        case 2: bytes[place] = bytes[place] &+ (Bool.random(using: &random) ? 1 : 255)
        case 3: bytes.remove(at: place)
        case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 5: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
        case 6:
            // A part of another frame in the middle of this one.
            let other = others.randomElement(using: &random) ?? []
            guard let from = other.indices.randomElement(using: &random) else { return }
            let count = Int.random(in: 1...min(12, other.count - from), using: &random)
            bytes.insert(contentsOf: other[from..<(from + count)], at: place)
        default:
            // A field of a later version, or one that comes twice.
            bytes.append(UInt8.random(in: 0..<16, using: &random) << 3)
            bytes.append(UInt8.random(in: 0...127, using: &random))
        }
    }
}
