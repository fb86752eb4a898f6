/// Takes what commands did in the home, tells it once, and takes it away when that is on disk. A gateway that dies in between tells it twice: better than not at all.
struct HomeActWatch: Sendable {
    private let spool: HomeActSpool
    private var seen: FileStamp?
    /// How far the file was handed out.
    private var told = 0
    /// How many commits have to be made until what was handed out is on disk, whatever else is going on: the one that is being made, and the next.
    private var commitsDue: UInt64 = 0

    init(spool: HomeActSpool) { self.spool = spool }

    /// - Parameters:
    ///   - commits: How many were made.
    ///   - isSettled: Whether everything that was handed out before is on disk.
    mutating func takeNew(commits: UInt64, isSettled: Bool) -> [HomeAct] {
        if told > 0, isSettled || commits >= commitsDue, (try? spool.clear(through: told)) == true { (told, seen) = (0, nil) }
        let stamp = FileStamp(spool.path)
        guard stamp != nil, stamp != seen else { return [] }
        seen = stamp
        let (acts, end) = spool.acts(after: told)
        guard end > told else { return [] }
        (told, commitsDue) = (end, commits + 2)
        return acts
    }
}
