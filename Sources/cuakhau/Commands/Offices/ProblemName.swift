/// How `problem list` names a message that needs a person: `in/12` came from the gateway, `out/3` was to go there.
struct ProblemName {
    let isIncoming: Bool
    /// At least 1.
    let number: Int64

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "in" || parts[0] == "out", let number = Int64(parts[1]), number > 0 else { return nil }
        isIncoming = parts[0] == "in"
        self.number = number
    }
}
