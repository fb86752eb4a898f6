@testable import Contracts

/// A message that breaks exactly one rule.
struct Break {
    let path: String
    let rule: ContractRefusal.Rule
    let sample: Sample
    /// Which way, for the reader of a failure.
    let note: String
}

/// Breaks each rule of each field of a valid message once, in the messages inside it too.
struct Breaker {
    let sample: Sample
    private var breaks: [Break] = []

    static func breaks(of sample: Sample) -> [Break] {
        var breaker = Breaker(sample: sample)
        for place in sample.table.fields.indices { breaker.breakField(place) }
        for rule in sample.table.crossRules { breaker.breakCross(rule) }
        return breaker.breaks
    }

    private init(sample: Sample) { self.sample = sample }

    private mutating func add(_ place: Int, _ rule: ContractRefusal.Rule, _ list: [Sample.Value], element: Int? = nil, _ note: String = "") {
        let suffix = element.map { "[\($0)]" } ?? ""
        breaks.append(Break(path: sample.table.fieldNames[place] + suffix, rule: rule, sample: sample.set(place, list), note: note))
    }

    // MARK: Fields

    private mutating func breakField(_ place: Int) {
        let field = sample.table.fields[place]
        let valid = sample.values[place] ?? []
        guard let first = valid.first else { return }
        if field.isRequired {
            add(place, .required, [], "absent")
            if field.kind == .enumeration, !field.isRepeated { add(place, .required, [.number(0)], "zero") }
            if field.kind == .string, !field.isRepeated { add(place, .required, [.bytes([])], "empty") }
        }
        if field.isRepeated {
            add(place, .items, Array(repeating: first, count: Int(field.itemsMax) + 1), "too many")
            if field.itemsMin > 0, !field.isRequired { add(place, .items, [], "too few") }
        } else {
            add(place, .malformed, [first, first], "twice")
        }
        for (wrong, rule, note) in wrongValues(field, first) {
            add(place, rule, Array(valid.dropLast()) + [wrong], element: field.isRepeated ? valid.count - 1 : nil, note)
        }
        guard case .message(let inner) = first else { return }
        for found in Breaker.breaks(of: inner) {
            let element = field.isRepeated ? "[\(valid.count - 1)]" : ""
            // A message as a whole is named by the field that holds it.
            let path = sample.table.fieldNames[place] + element + (found.path.isEmpty ? "" : ".\(found.path)")
            breaks.append(
                Break(path: path, rule: found.rule, sample: sample.set(place, valid.dropLast() + [.message(found.sample)]), note: found.note)
            )
        }
    }

    private func wrongValues(_ field: FieldRule, _ valid: Sample.Value) -> [(Sample.Value, ContractRefusal.Rule, String)] {
        switch field.kind {
        case .string: wrongTexts(field)
        case .bytes:
            [(.bytes(Array(repeating: 1, count: Int(field.lengthMax) + 1)), .length, "long")]
                + (field.lengthMin > 1 ? [(.bytes([1]), .length, "short")] : [])
                + (field.isSealed ? [(.bytes(Array("plain text".utf8)), .sealed, "plain")] : [])
        case .timestamp: [(.bytes(Body().number(1, .max).bytes), .malformed, "far"), (.bytes(Body().number(2, -1).bytes), .malformed, "nanoseconds")]
        case .message: [(.bytes([0x0f]), .malformed, "no protobuf")]
        case .enumeration:
            (1..<64).filter { field.enumValues >> UInt64($0) & 1 == 0 }.prefix(1).map { (.number($0), .enumeration, "unknown") } + [
                (.number(-1), .enumeration, "negative")
            ]
        case .bool: [(.number(2), .range, "two")]
        default: wrongNumbers(field)
        }
    }

    private func wrongTexts(_ field: FieldRule) -> [(Sample.Value, ContractRefusal.Rule, String)] {
        var wrong: [(Sample.Value, ContractRefusal.Rule, String)] = [
            (.bytes([0x41, 0xff]), .utf8, "UTF-8"), (.bytes([0x41, 0x07]), .utf8, "control"),
        ]
        if field.format != .none {
            wrong.append((.bytes(Array(" ?".utf8)), .format, "format"))
        } else {
            wrong.append((.bytes(Array(String(repeating: "ạ", count: Int(field.lengthMax) + 1).utf8)), .length, "long"))
            if field.lengthMin > 1 { wrong.append((.bytes([0x41]), .length, "short")) }
        }
        if field.refusesDocumentNumbers, field.lengthMax >= 12 { wrong.append((.bytes(Array("020099001234".utf8)), .documentNumber, "number")) }
        return wrong
    }

    private func wrongNumbers(_ field: FieldRule) -> [(Sample.Value, ContractRefusal.Rule, String)] {
        var wrong: [(Sample.Value, ContractRefusal.Rule, String)] = []
        if field.max < .max { wrong.append((.number(field.max + 1), .range, "above")) }
        // Zero is no field, where there is no presence.
        if field.min > .min, field.min != 1 || field.hasPresence || field.isRepeated { wrong.append((.number(field.min - 1), .range, "below")) }
        if field.suppressedBelow > 1 { wrong.append((.number(field.suppressedBelow - 1), .suppressed, "small")) }
        if field.ageMinYears > 0 { wrong.append((.number(2027 - field.ageMinYears), .age, "young")) }
        return wrong
    }

    // MARK: Several fields

    private mutating func breakCross(_ rule: CrossRule) {
        let table = sample.table
        func name(_ place: Int) -> String { table.fieldNames[place] }
        switch rule {
        case .notAfter(let earlier, let later, let slack):
            let path = name(later ?? earlier)
            switch table.fields[earlier].kind {
            case .timestamp:
                let late = Body().number(1, receiptSeconds + slack / 1_000_000 + 1).bytes
                breaks.append(Break(path: path, rule: .order, sample: sample.set(earlier, [.bytes(late)]), note: "late"))
            case .string: breaks.append(Break(path: path, rule: .order, sample: sample.set(earlier, text: "2026-10-26"), note: "late"))
            default:
                let more = sample.number(later ?? earlier) + 1
                breaks.append(Break(path: path, rule: .order, sample: sample.set(earlier, more), note: "more"))
            }
        case .atMostWhen(let field, let value, let then, let atMost):
            breaks.append(Break(path: name(then), rule: .conditional, sample: sample.set(field, value).set(then, atMost + 1), note: "above"))
        case .countOf(let count, _):
            breaks.append(Break(path: name(count), rule: .count, sample: sample.set(count, sample.number(count) + 1), note: "one more"))
        case .sumOf(let total, _, _):
            breaks.append(Break(path: name(total), rule: .sum, sample: sample.set(total, sample.number(total) + 1), note: "one more"))
        case .transition(let from, let to, let steps):
            let states = (1..<Int64(64)).filter { table.fields[from].enumValues >> UInt64($0) & 1 == 1 }
            for before in states {
                for after in states where !steps.allow(before, after) {
                    breaks.append(
                        Break(path: name(to), rule: .transition, sample: sample.set(from, before).set(to, after), note: "\(before) to \(after)")
                    )
                }
            }
        case .oneOfRequired(let mask):
            let empty = table.fields.indices.filter { mask >> UInt64($0) & 1 == 1 }.reduce(sample) { $0.set($1, []) }
            breaks.append(Break(path: "", rule: .oneOfRequired, sample: empty, note: "none"))
        case .exerciseWhen(let field, let values):
            for value in 1..<Int64(64) where values >> UInt64(value) & 1 == 1 {
                breaks.append(Break(path: name(field), rule: .exercise, sample: sample.set(field, value), note: "not marked as one"))
            }
        case .oneof(let mask):
            let all = table.fields.indices.filter { mask >> UInt64($0) & 1 == 1 }.reduce(sample) { $0.set($1, 1) }
            breaks.append(Break(path: "", rule: .malformed, sample: all, note: "both"))
        }
    }
}
