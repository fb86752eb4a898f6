import SwiftProtobuf
import Testing

@testable import Contracts

/// Bodies that are changed at random: a seed finds a failure again.
struct FuzzTests {
    private static let types = Catalogue.standard.types
    private static let messages = Dictionary(uniqueKeysWithValues: GeneratedMessages.all.map { ($0.protoMessageName, $0) })

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `a check never traps, and what it accepts is protobuf`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var accepted = 0
        for round in 0..<10_000 {
            let type = Self.types[round % Self.types.count]
            let body = Self.mutated(SampleMaker(tables: type.tables.pointers, listCount: 1 + round % 3).sample(of: type.table).bytes, &random)
            guard case .accepted(let key) = type.check(body) else { continue }
            accepted += 1
            var keyBytes: [UInt8] = []
            body.withUnsafeBytes { key.append(from: $0, to: &keyBytes) }
            #expect(!keyBytes.isEmpty)
            let message = try #require(Self.messages[type.protobufName])
            #expect(throws: Never.self, "seed \(seed), round \(round), \(type.name)") { try message.init(serializedBytes: body) }
        }
        // Else it would prove nothing.
        #expect(accepted > 500)
    }

    @Test(arguments: [6, 7] as [UInt64])
    func `a view is what protobuf's own reader sees without the fields that are cut`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var withUnknown = 0
        for round in 0..<3_000 {
            let type = Self.types[round % Self.types.count]
            var sample = SampleMaker(tables: type.tables.pointers, listCount: 1 + round % 3).sample(of: type.table)
            let hasUnknown = round % 2 == 0 && Self.addUnknown(to: &sample, &random)
            let body = hasUnknown ? sample.bytes : Self.mutated(sample.bytes, &random)
            guard case .accepted = type.check(body) else { continue }
            if hasUnknown { withUnknown += 1 }
            let message = try #require(Self.messages[type.protobufName])
            for role in Role.allCases where !type.isWhole(for: role) {
                let view = try #require(type.view(Body(bytes: body), for: role))
                let expected = Self.cut(try Self.object(message, body), type.table, type.tables, role)
                #expect(try Self.object(message, view) == expected, "seed \(seed), round \(round), \(type.name) for \(role)")
                // JSON has no unknown fields: what is lost on the way through it was one, at whatever level.
                let seen = try message.init(serializedBytes: view)
                let known = try message.init(jsonString: seen.jsonString())
                #expect(seen.isEqualTo(message: known), "seed \(seed), round \(round), \(type.name) for \(role): unknown fields")
            }
        }
        #expect(withUnknown > 500)
    }

    @Test func `neither check nor view traps on noise`() {
        var random = SplitMix64(seed: 8)
        var view: [UInt8] = []
        for round in 0..<10_000 {
            let type = Self.types[round % Self.types.count]
            let noise = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            noise.withUnsafeBytes { buffer in
                _ = type.check(buffer, recordedAt: Int64.random(in: .min ... .max, using: &random), isExercise: .random(using: &random))
                for role in [Role.bank, .labour, .desk] {
                    view.removeAll(keepingCapacity: true)
                    let isDone = type.appendView(of: buffer, for: role, to: &view)
                    #expect(isDone || view.isEmpty)
                }
                _ = type.bindingValueMatches(.gate, [72, 78], in: buffer)
            }
        }
    }

    // MARK: Changing

    private static func mutated(_ body: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = body
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[index] = [0, 1, 0x7f, 0x80, 0xff, 0x30, 0x41].randomElement(using: &random) ?? 0
            case 2: bytes.removeSubrange(index...)
            case 3: bytes.remove(at: index)
            case 4: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
            case 5: bytes += bytes[index...].prefix(Int.random(in: 1...20, using: &random))
            // Fields that the type does not have: they are kept, and accepted.
            case 6: bytes.appendField(UInt32.random(in: 200...300, using: &random), varint: random.next())
            default: body.prefix(Int.random(in: 0...9, using: &random)).withUnsafeBytes { bytes.appendField(201, bytes: $0) }
            }
        }
        return bytes
    }

    /// Puts a field that the .proto does not have into the message, or into one or more of those within it.
    ///
    /// - Returns: Whether there is one now.
    private static func addUnknown(to sample: inout Sample, _ random: inout SplitMix64) -> Bool {
        var unknown: [UInt8] = []
        unknown.appendField(UInt32.random(in: 200...300, using: &random), varint: random.next())
        var isDone = false
        for place in sample.table.fields.indices where Bool.random(using: &random) {
            guard let values = sample.values[place] else { continue }
            sample.values[place] = values.map { value in
                switch value {
                case .message(var inner):
                    if addUnknown(to: &inner, &random) { isDone = true }
                    return .message(inner)
                // A check that took this would show it to everybody: no role cuts into a time.
                case .bytes(let bytes) where sample.table.fields[place].kind == .timestamp && Int.random(in: 0..<8, using: &random) == 0:
                    isDone = true
                    return .bytes(bytes + unknown)
                case .bytes, .number: return value
                }
            }
        }
        if Bool.random(using: &random) {
            sample.tail += unknown
            isDone = true
        }
        return isDone
    }

    // MARK: The same by another way

    private static func object(_ message: any SwiftProtobuf.Message.Type, _ body: [UInt8]) throws -> Google_Protobuf_Struct {
        var options = JSONEncodingOptions()
        options.preserveProtoFieldNames = true
        return try Google_Protobuf_Struct(jsonString: message.init(serializedBytes: body).jsonString(options: options))
    }

    private static func cut(_ object: Google_Protobuf_Struct, _ table: MessageTable, _ tables: TableSet, _ role: Role) -> Google_Protobuf_Struct {
        var result = object
        for place in table.fields.indices {
            let (field, name) = (table.fields[place], table.fieldNames[place])
            if field.readers != 0, field.readers & role.mask == 0 {
                result.fields[name] = nil
            } else if field.kind == .message, let value = object.fields[name] {
                let inner = tables.pointers[Int(field.table)].takeUnretainedValue()
                if field.isRepeated {
                    result.fields[name] = Google_Protobuf_Value(
                        listValue: Google_Protobuf_ListValue.with { list in
                            list.values = value.listValue.values.map { Google_Protobuf_Value(structValue: cut($0.structValue, inner, tables, role)) }
                        }
                    )
                } else {
                    result.fields[name] = Google_Protobuf_Value(structValue: cut(value.structValue, inner, tables, role))
                }
            }
        }
        return result
    }
}
