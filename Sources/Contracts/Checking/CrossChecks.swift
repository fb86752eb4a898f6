/// The rules over several fields, after all of them were read.
struct CrossChecks {
    let table: MessageTable
    let bytes: UnsafeRawBufferPointer
    let found: Checker.Found
    let recordedAt: Int64
    let isExercise: Bool

    func check() throws(ContractRefusal) {
        for rule in table.crossRules { try check(rule) }
    }

    private func check(_ rule: CrossRule) throws(ContractRefusal) {
        switch rule {
        case .notAfter(let earlier, let later, let slack):
            try checkOrder(earlier, later, slack)
        case .atMostWhen(let field, let value, let then, let atMost):
            guard number(field) != value || number(then) <= atMost else {
                let name = table.enumNames[field][value] ?? "\(value)"
                throw refusal(then, .conditional, "at most \(atMost) where \(table.fieldNames[field]) is \(name)")
            }
        case .countOf(let count, let list):
            guard number(count) == Int64(found.slots[list].count) else {
                throw refusal(count, .count, "the number of elements of \(table.fieldNames[list])")
            }
        case .sumOf(let total, let list, let member):
            guard let sum = sum(list, member), sum == number(total) else {
                throw refusal(total, .sum, "the sum over \(table.fieldNames[list])")
            }
        case .transition(let from, let to, let steps):
            guard !steps.allow(number(from), number(to)) else { return }
            throw refusal(to, .transition, steps.expected(after: number(from), names: table.enumNames[from]))
        case .oneOfRequired(let mask):
            guard found.present & mask == 0 else { return }
            throw ContractRefusal(path: "", rule: .oneOfRequired, expected: "at least one of \(names(mask))")
        case .exerciseWhen(let field, let values):
            let isMarked = values >> UInt64(number(field)) & 1 == 1
            guard isMarked != isExercise else { return }
            let names = table.enumNames[field].filter { values >> UInt64($0.key) & 1 == 1 }.sorted { $0.key < $1.key }.map(\.value)
                .joined(separator: ", ")
            let name = table.fieldNames[field]
            throw refusal(
                field,
                .exercise,
                isExercise ? "\(names), because the message is marked as an exercise" : "a message marked as an exercise where \(name) is \(names)"
            )
        case .oneof(let mask):
            // Protobuf's own readers would keep the last one: which one that is must not decide what a body says.
            guard (found.seen & mask).nonzeroBitCount > 1 else { return }
            throw ContractRefusal(path: "", rule: .malformed, expected: "only one of \(names(mask))")
        }
    }

    /// A number's value; zero where it is absent, as protobuf reads it.
    private func number(_ place: Int) -> Int64 { found.slots[place].value }

    private func names(_ mask: UInt64) -> String {
        table.fieldNames.indices.filter { mask >> UInt64($0) & 1 == 1 }.map { table.fieldNames[$0] }.joined(separator: ", ")
    }

    private func refusal(_ place: Int, _ rule: ContractRefusal.Rule, _ expected: String) -> ContractRefusal {
        ContractRefusal(path: table.fieldNames[place], rule: rule, expected: expected)
    }

    // MARK: Order

    private func checkOrder(_ earlier: Int, _ later: Int?, _ slack: Int64) throws(ContractRefusal) {
        guard isKnown(earlier) else { return }
        guard let later else {
            guard found.slots[earlier].value > sum(recordedAt, slack) else { return }
            throw refusal(earlier, .order, "not later than the time of receipt\(Self.allowance(slack))")
        }
        guard isKnown(later) else { return }
        let isRight =
            table.fields[earlier].kind == .string
            ? !text(later).lexicographicallyPrecedes(text(earlier))
            : found.slots[earlier].value <= sum(found.slots[later].value, slack)
        guard isRight else { throw refusal(later, .order, "not before \(table.fieldNames[earlier])\(Self.allowance(slack))") }
    }

    /// An integer without `optional` is zero rather than absent.
    private func isKnown(_ place: Int) -> Bool {
        found.present >> UInt64(place) & 1 == 1 || (!table.fields[place].kind.isLengthDelimited && !table.fields[place].hasPresence)
    }

    private func sum(_ value: Int64, _ slack: Int64) -> Int64 {
        let (sum, hasOverflown) = value.addingReportingOverflow(slack)
        // Slack is never negative.
        return hasOverflown ? .max : sum
    }

    private static func allowance(_ slack: Int64) -> String { slack > 0 ? ", give or take \(slack / 1_000_000) seconds" : "" }

    private func text(_ place: Int) -> UnsafeRawBufferPointer { bytes.part(Int(found.slots[place].offset), Int(found.slots[place].length)) }

    // MARK: Sums

    /// The sum over a list; nil where it overflows.
    private func sum(_ list: Int, _ member: UInt32?) -> Int64? {
        var total: Int64 = 0
        func add(_ raw: UInt64, _ kind: FieldRule.Kind) -> Bool {
            guard let value = Checker.number(raw, kind) else { return false }
            let (sum, hasOverflown) = total.addingReportingOverflow(value)
            total = sum
            return !hasOverflown
        }
        let kind = table.fields[list].kind
        var reader = ProtobufReader(bytes)
        while reader.nextField() {
            guard reader.fieldNumber == table.fields[list].number else { continue }
            if reader.wireType == 0 {
                guard add(reader.varint, kind) else { return nil }
                continue
            }
            var inner = ProtobufReader(bytes.part(reader.payloadOffset, reader.payloadCount))
            if let member {
                // Of the kinds int32 to uint64 only, which all read their varint as int64 once they were checked.
                while inner.nextField() {
                    guard inner.fieldNumber == member, inner.wireType == 0 else { continue }
                    guard add(inner.varint, .int64) else { return nil }
                }
            } else {
                while let raw = inner.nextPacked() {
                    guard add(raw, kind) else { return nil }
                }
            }
        }
        return total
    }
}
