import Foundation

/// Feeds a parser with changed forms of what it takes, for a while. A parser that traps ends the process: then the input it was at is in a file, whose name
/// was printed before.
///
/// The same seed gives the same inputs. `CUAKHAU_FUZZ_SECONDS` says how long (0.5 unless told), `CUAKHAU_FUZZ_SEED` where to begin.
struct Fuzzer {
    let name: String
    let corpus: [[UInt8]]

    private static let seconds = ProcessInfo.processInfo.environment["CUAKHAU_FUZZ_SECONDS"].flatMap(Double.init) ?? 0.5
    private static let seed = ProcessInfo.processInfo.environment["CUAKHAU_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1
    private static let inputBytesMax = 8_192

    init(_ name: String, _ corpus: [[UInt8]]) {
        self.name = name
        self.corpus = corpus
    }

    /// - Parameter parse: Throws, or answers nil, for what it does not take; whatever else it does is up to it.
    /// - Returns: How many inputs there were.
    @discardableResult
    func run(_ parse: ([UInt8]) throws -> Void) rethrows -> Int {
        var random = SplitMix64(seed: Self.seed)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("cuakhau-fuzz-\(name)-\(getpid())").path
        let file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer {
            close(file)
            unlink(path)
        }
        if Self.seconds > 1 { print("\(name): seed \(Self.seed), the present input is in \(path)") }
        // As they are, and then changed.
        for input in corpus { try parse(input) }
        let end = ContinuousClock.now + .milliseconds(Int(Self.seconds * 1_000))
        var count = corpus.count
        while ContinuousClock.now < end {
            for _ in 0..<64 {
                let input = mutated(&random)
                ftruncate(file, off_t(input.count))
                _ = input.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
                try parse(input)
                count += 1
            }
        }
        return count
    }

    private func mutated(_ random: inout SplitMix64) -> [UInt8] {
        var input = corpus.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let place = Int.random(in: 0...input.count, using: &random)
            switch Int.random(in: 0..<9, using: &random) {
            case 0 where place < input.count: input[place] = .random(in: 0...255, using: &random)
            case 1 where place < input.count: input[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: input.insert(.random(in: 0...255, using: &random), at: place)
            case 3 where place < input.count: input.removeSubrange(place..<min(input.count, place + Int.random(in: 1...16, using: &random)))
            case 4 where place < input.count: input[place] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
            case 5: input.insert(contentsOf: Self.tokens.randomElement(using: &random) ?? [], at: place)
            case 6 where !input.isEmpty:
                // A stretch of it once more.
                let start = Int.random(in: input.indices, using: &random)
                input.insert(contentsOf: Array(input[start..<min(input.count, start + Int.random(in: 1...64, using: &random))]), at: place)
            case 7:
                // The head of one and the tail of another.
                let other = corpus.randomElement(using: &random) ?? []
                input = Array(input.prefix(place)) + other.suffix(Int.random(in: 0...other.count, using: &random))
            default: input.removeLast(min(input.count, Int.random(in: 0...8, using: &random)))
            }
            if input.count > Self.inputBytesMax { input.removeLast(input.count - Self.inputBytesMax) }
        }
        return input
    }

    /// What parsers stumble over.
    private static let tokens: [[UInt8]] = [
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], [0x80, 0x80, 0x80, 0x80, 0x00], [0xc0, 0x80], [0xed, 0xa0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
        Array("18446744073709551616".utf8), Array("-9223372036854775808".utf8), Array("1e400".utf8), Array("\u{feff}".utf8), Array("null".utf8),
        Array("{}".utf8),
        Array("[[[[[[[[".utf8), Array("\\ud800".utf8), Array("&a *a".utf8), Array("\r\n---\n".utf8), Array(": ".utf8), Array("''".utf8),
        Array("\u{0}".utf8),
    ]
}

/// The same seed, the same numbers.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
