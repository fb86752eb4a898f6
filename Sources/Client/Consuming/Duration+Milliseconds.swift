extension Duration {
    /// In milliseconds, rounded up, for a field in which 0 stands for a default: what is not above zero, or too long, is the highest number, which
    /// no gateway accepts.
    var wireMilliseconds: UInt32 {
        let (seconds, attoseconds) = components
        guard self > .zero, seconds < 4_000_000 else { return .max }
        return UInt32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
