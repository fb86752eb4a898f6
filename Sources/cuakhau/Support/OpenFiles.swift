import Foundation

/// How many files and connections this process may have open.
enum OpenFiles {
    /// The limit now, and the one that it may be raised to without rights.
    static var limits: (soft: rlim_t, hard: rlim_t) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return (limit.rlim_cur, limit.rlim_max)
    }

    /// Raises the limit as far as the system lets it. Many systems begin at 1,024 for the sake of programs that use select(2), which none of ours
    /// does; at the limit no client more gets in.
    static func raiseLimit() {
        var limit = rlimit(rlim_cur: limits.hard, rlim_max: limits.hard)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
