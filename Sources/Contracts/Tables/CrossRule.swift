/// A rule over several fields of one message, compiled: fields by their index in the table.
enum CrossRule {
    /// `earlier` is not after `later`; nil: the time of receipt.
    case notAfter(earlier: Int, later: Int?, slackMicroseconds: Int64)
    case atMostWhen(field: Int, value: Int64, then: Int, atMost: Int64)
    case countOf(count: Int, list: Int)
    /// `member`: the number of the field within the list's messages; nil: the list's elements themselves.
    case sumOf(total: Int, list: Int, member: UInt32?)
    case transition(from: Int, to: Int, allowed: Transitions)
    case oneOfRequired(mask: UInt64)

    /// The legal steps of a state machine.
    final class Transitions: Sendable {
        let steps: Set<Step>
        /// The names of the states that may follow each state.
        let next: [Int64: String]

        struct Step: Hashable {
            let from: Int64
            let to: Int64
        }

        init(steps: Set<Step>, next: [Int64: String]) {
            self.steps = steps
            self.next = next
        }
    }
}
