/// Takes what commands did in the home, tells it once, and takes it away when that is on disk. A gateway that dies in between tells it twice: better than not at all.
struct HomeActWatch: Sendable {
    private let spool: HomeActSpool
    private var seen: FileStamp?
    /// What was handed out and is not taken away yet.
    private var told = 0

    init(spool: HomeActSpool) { self.spool = spool }

    /// - Parameter isSettled: Whether everything that was handed out before is on disk.
    mutating func takeNew(isSettled: Bool) -> [HomeAct] {
        if told > 0 {
            guard isSettled, (try? spool.remove(byteCount: told)) != nil else { return [] }
            (told, seen) = (0, nil)
        }
        let stamp = FileStamp(spool.path)
        guard stamp != nil, stamp != seen else { return [] }
        seen = stamp
        let (acts, byteCount) = spool.acts()
        told = byteCount
        return acts
    }
}
