/// The rules over several fields, after all of them were read.
struct CrossChecks {
    let table: MessageTable
    let bytes: UnsafeRawBufferPointer
    let slots: UnsafeMutableBufferPointer<Checker.Slot>
    let recordedAt: Int64

    func check() -> ContractRefusal? {
        for rule in table.crossRules {
            if let refusal = check(rule) { return refusal }
        }
        return nil
    }

    private func check(_ rule: CrossRule) -> ContractRefusal? {
        switch rule {
        case .notAfter(let earlier, let later, let slack):
            return checkOrder(earlier, later, slack)
        case .atMostWhen(let field, let value, let then, let atMost):
            guard number(field) == value, number(then) > atMost else { return nil }
            let name = table.enumNames[field][value] ?? "\(value)"
            return refusal(then, .conditional, "at most \(atMost) where \(table.fieldNames[field]) is \(name)")
        case .countOf(let count, let list):
            guard number(count) != Int64(slots[list].count) else { return nil }
            return refusal(count, .count, "the number of elements of \(table.fieldNames[list])")
        case .sumOf(let total, let list, let member):
            guard let sum = sum(list, member), sum == number(total) else {
                return refusal(total, .sum, "the sum over \(table.fieldNames[list])")
            }
            return nil
        case .transition(let from, let to, let allowed):
            guard !allowed.steps.contains(CrossRule.Transitions.Step(from: number(from), to: number(to))) else { return nil }
            let state = table.enumNames[from][number(from)] ?? "unspecified"
            let next = allowed.next[number(from)] ?? "no other state"
            return refusal(to, .transition, "after \(state): \(next)")
        case .oneOfRequired(let mask):
            for place in 0..<table.fields.count where mask >> UInt64(place) & 1 == 1 && slots[place].count > 0 { return nil }
            let names = table.fieldNames.indices.filter { mask >> UInt64($0) & 1 == 1 }.map { table.fieldNames[$0] }
            return ContractRefusal(path: "", rule: .oneOfRequired, expected: "at least one of \(names.joined(separator: ", "))")
        }
    }

    /// A number's value; zero where it is absent, as protobuf reads it.
    private func number(_ place: Int) -> Int64 { slots[place].count > 0 ? slots[place].value : 0 }

    private func refusal(_ place: Int, _ rule: ContractRefusal.Rule, _ expected: String) -> ContractRefusal {
        ContractRefusal(path: table.fieldNames[place], rule: rule, expected: expected)
    }

    private func checkOrder(_ earlier: Int, _ later: Int?, _ slack: Int64) -> ContractRefusal? {
        guard slots[earlier].count > 0 else { return nil }
        guard let later else {
            // In a form that cannot overflow: both are within the years 1 to 9999.
            guard slots[earlier].value > recordedAt &+ slack else { return nil }
            return refusal(earlier, .order, "not later than the time of receipt\(Self.allowance(slack))")
        }
        guard slots[later].count > 0 else { return nil }
        let isRight: Bool
        if table.fields[earlier].kind == .string {
            isRight = !text(later).lexicographicallyPrecedes(text(earlier))
        } else {
            isRight = slots[earlier].value <= slots[later].value &+ slack
        }
        guard !isRight else { return nil }
        return refusal(later, .order, "not before \(table.fieldNames[earlier])\(Self.allowance(slack))")
    }

    private static func allowance(_ slack: Int64) -> String { slack > 0 ? ", give or take \(slack / 1_000_000) seconds" : "" }

    private func text(_ place: Int) -> UnsafeRawBufferPointer { bytes.part(Int(slots[place].offset), Int(slots[place].length)) }

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
