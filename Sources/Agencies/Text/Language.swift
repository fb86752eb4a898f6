/// What a person reads: Vietnamese or English.
public enum Language: String, CaseIterable, Sendable {
    case vi, en

    /// By the locale, as POSIX orders the variables: Vietnamese where it begins with `vi`, else English.
    public static func ofLocale(_ environment: [String: String]) -> Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return locale.hasPrefix("vi") ? .vi : .en
    }
}
