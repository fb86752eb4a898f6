extension UTCTime {
    /// On the clocks of both sides: `25/10/2025 08:12 (VN) · 09:12 (CN)`; the day is repeated where it differs.
    public var onBothClocks: String {
        let (here, there) = (day(on: .vietnam), day(on: .china))
        return "\(here.written) \(time(on: .vietnam)) (VN) · \(here == there ? "" : there.written + " ")\(time(on: .china)) (CN)"
    }

    /// On this side's clock: `25/10/2025 08:12`.
    public var written: String { "\(day().written) \(time())" }
}
