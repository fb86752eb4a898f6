/// A rule over several fields of one message, compiled: fields by their place in the table.
enum CrossRule {
    /// `earlier` is not after `later`; nil: the time of receipt.
    case notAfter(earlier: Int, later: Int?, slackMicroseconds: Int64)
    case atMostWhen(field: Int, value: Int64, then: Int, atMost: Int64)
    case countOf(count: Int, list: Int)
    /// `member`: the number of the field within the list's messages; nil: the list's elements themselves.
    case sumOf(total: Int, list: Int, member: UInt32?)
    case transition(from: Int, to: Int, steps: Steps)
    case oneOfRequired(mask: UInt64)
    /// The envelope's exercise flag is set exactly where the enum `field` has one of `values`, which are bits.
    case exerciseWhen(field: Int, values: UInt64)
    /// The members of a `oneof` of the .proto, of which a body holds at most one.
    case oneof(mask: UInt64)

    /// The legal steps of a state machine.
    struct Steps {
        /// By the state before: the states that may follow, as bits.
        private var next = [UInt64](repeating: 0, count: 64)

        mutating func insert(from: Int64, to: Int64) { next[Int(from)] |= 1 << UInt64(to) }

        func allow(_ from: Int64, _ to: Int64) -> Bool { next[Int(from)] >> UInt64(to) & 1 == 1 }

        /// What a refusal says: the names of states are not personal.
        func expected(after state: Int64, names: [Int64: String]) -> String {
            let allowed = (0..<Int64(64)).filter { allow(state, $0) }.map { names[$0] ?? "\($0)" }
            let after = names[state] ?? "\(state)"
            return allowed.isEmpty ? "no step after \(after)" : "after \(after): \(allowed.joined(separator: ", "))"
        }
    }
}
