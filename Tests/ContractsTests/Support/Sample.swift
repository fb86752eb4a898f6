import Testing

@testable import Contracts

/// A message of a type, field by field, that can be changed in one place and written as bytes.
struct Sample {
    enum Value {
        case number(Int64)
        case bytes([UInt8])
        case message(Sample)
    }

    let table: MessageTable
    /// By the field's place; what is absent or empty is not written.
    var values: [Int: [Value]] = [:]
    /// What is written after the fields.
    var tail: [UInt8] = []

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for place in table.fields.indices {
            let field = table.fields[place]
            for value in values[place] ?? [] {
                switch value {
                case .number(let number):
                    let isZigzag = field.kind == .sint32 || field.kind == .sint64
                    bytes.appendField(field.number, varint: UInt64(bitPattern: isZigzag ? (number << 1) ^ (number >> 63) : number))
                case .bytes(let content): content.withUnsafeBytes { bytes.appendField(field.number, bytes: $0) }
                case .message(let message): message.bytes.withUnsafeBytes { bytes.appendField(field.number, bytes: $0) }
                }
            }
        }
        return bytes + tail
    }

    func number(_ place: Int) -> Int64 {
        guard case .number(let number)? = values[place]?.first else { return 0 }
        return number
    }

    func set(_ place: Int, _ number: Int64) -> Sample { set(place, [.number(number)]) }

    func set(_ place: Int, text: String) -> Sample { set(place, [.bytes(Array(text.utf8))]) }

    func set(_ place: Int, _ list: [Value]) -> Sample {
        var copy = self
        copy.values[place] = list
        return copy
    }
}

/// Makes a message that obeys every rule of its table.
struct SampleMaker {
    let tables: UnsafeBufferPointer<Unmanaged<MessageTable>>
    var listCount = 2

    func sample(of table: MessageTable) -> Sample {
        var sample = Sample(table: table)
        for place in table.fields.indices {
            let field = table.fields[place]
            let count = field.isRepeated ? min(max(Int(field.itemsMin), listCount), Int(field.itemsMax)) : 1
            sample.values[place] = (0..<count).map { _ in value(table, place) }
        }
        for rule in table.crossRules { settle(rule, &sample) }
        return sample
    }

    private func value(_ table: MessageTable, _ place: Int) -> Sample.Value {
        let field = table.fields[place]
        switch field.kind {
        case .message: return .message(sample(of: tables[Int(field.table)].takeUnretainedValue()))
        case .timestamp: return .bytes(Body().number(1, receiptSeconds).bytes)
        case .bytes where field.isSealed: return .bytes(SealSample().bytes)
        case .bytes: return .bytes(Array(repeating: 0xa5, count: max(1, Int(field.lengthMin))))
        case .string: return .bytes(Array(Self.text(field).utf8))
        case .enumeration: return .number(Int64((field.enumValues & ~1).trailingZeroBitCount))
        case .bool: return .number(1)
        default:
            if field.ageMinYears > 0 { return .number(2026 - field.ageMinYears) }
            return .number(min(max(field.min, max(field.suppressedBelow, 1)), field.max))
        }
    }

    /// A valid text of a field.
    static func text(_ field: FieldRule) -> String {
        switch field.format {
        case .none: String(repeating: "ạ", count: max(1, Int(field.lengthMin)))
        case .ulid: "01JAVD5E5Z3X8V9R2M4N6P7Q8S"
        case .uuid: "01932c07-209f-7a3b-8c4d-5e6f70819203"
        case .commune: "06040"
        case .gate: "HN"
        case .date: "2026-10-25"
        case .currency: "VND"
        case .country: "VN"
        case .token: String(repeating: "0af9", count: 16)
        case .reference: "LS-7"
        case .marker: "1116/2"
        case .period: "2026-H1"
        case .principal: "office-a"
        }
    }

    private func settle(_ rule: CrossRule, _ sample: inout Sample) {
        switch rule {
        case .notAfter: break  // Equal from the beginning.
        case .atMostWhen(let field, let value, _, _):
            let others = sample.table.fields[field].enumValues & ~1 & ~(1 << UInt64(value))
            sample = sample.set(field, Int64(others.trailingZeroBitCount))
        case .countOf(let count, let list): sample = sample.set(count, Int64(sample.values[list]?.count ?? 0))
        case .sumOf(let total, let list, let member): sample = sample.set(total, Self.sum(sample, list, member))
        case .transition(let from, let to, let steps):
            for before in 1..<Int64(64) {
                guard let after = (1..<Int64(64)).first(where: { steps.allow(before, $0) }) else { continue }
                sample = sample.set(from, before).set(to, after)
                return
            }
        case .oneOfRequired: break  // All are there.
        case .exerciseWhen(let field, let values):
            let others = sample.table.fields[field].enumValues & ~1 & ~values
            sample = sample.set(field, Int64(others.trailingZeroBitCount))
        case .oneof(let mask):
            for place in sample.table.fields.indices where mask >> UInt64(place) & 1 == 1 && place != mask.trailingZeroBitCount {
                sample.values[place] = []
            }
        }
    }

    static func sum(_ sample: Sample, _ list: Int, _ member: UInt32?) -> Int64 {
        (sample.values[list] ?? []).reduce(0) { sum, value in
            switch value {
            case .number(let number): sum + number
            case .message(let message): sum + message.number(message.table.place(of: member ?? 0) ?? 0)
            case .bytes: sum
            }
        }
    }
}
