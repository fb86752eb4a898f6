import SwiftProtobuf
import Testing

@testable import Contracts

/// A refusal says what was expected and never what was there: it is logged, counted and sent on.
struct SecrecyTests {
    private static let types = Catalogue.standard.types
    private static let marker = "QWERTYMARKER"
    private static let digits = "739182645"

    /// Texts that no field takes, each with the marker in it.
    private static let wrong: [[UInt8]] = [
        Array("\(marker) ?!".utf8), Array("\(marker)\u{7}".utf8), Array(marker.utf8) + [0xff], Array("\(marker) 020099001234".utf8),
        Array(String(repeating: marker, count: 1_000).utf8),
    ]

    @Test(arguments: types)
    func `a refusal never holds the value`(type: MessageType) {
        var refused = 0
        for sample in Self.marked(SampleMaker(tables: type.tables.pointers).sample(of: type.table)) {
            guard let refusal = type.refusal(Body(bytes: sample.bytes)) else { continue }
            refused += 1
            #expect(!"\(refusal)".contains(Self.marker) && !"\(refusal)".contains(Self.digits), "\(refusal)")
            #expect(!refusal.expected.isEmpty)
        }
        #expect(refused > 0)
    }

    /// The message with each field in turn replaced.
    private static func marked(_ sample: Sample) -> [Sample] {
        sample.table.fields.indices.flatMap { place -> [Sample] in
            guard let first = sample.values[place]?.first else { return [] }
            switch (first, sample.table.fields[place].kind) {
            case (.message(let inner), _): return marked(inner).map { sample.set(place, [.message($0)]) }
            case (.bytes, _): return wrong.map { sample.set(place, [.bytes($0)]) }
            case (.number, _): return [sample.set(place, Int64(digits) ?? 0), sample.set(place, -(Int64(digits) ?? 0))]
            }
        }
    }

    @Test(arguments: types)
    func `an error about JSON never holds the value, and names the field`(type: MessageType) throws {
        let names = type.table.fieldNames
        for (place, name) in names.enumerated() {
            let kind = type.table.fields[place].kind
            var values = ["[[\"\(Self.marker)\"]]"]
            // A key may be a value in the wrong place, whatever it is written with.
            values += [Self.marker, "\(Self.marker) ", "x\(Self.marker)"].map { "{\"\($0)\": \"\(Self.marker)\"}" }
            if kind != .string, kind != .bytes { values.append("\"\(Self.marker)\"") }
            for value in values {
                let json = "{\"\(name)\": \(value)}"
                do throws(ContractError) {
                    _ = try Catalogue.standard.body(fromJSON: json, type: type)
                    Issue.record("\(json) is accepted")
                } catch {
                    #expect(error.message.hasPrefix("\(name): "), "\(error.message)")
                    #expect(!error.message.contains(Self.marker), "\(error.message)")
                }
            }
        }
    }

    @Test(arguments: types)
    func `an error about JSON never holds a key that it does not know`(type: MessageType) {
        for key in [Self.marker, Self.marker.lowercased(), "\(Self.marker) \(Self.digits)", "name_\(Self.marker)"] {
            do throws(ContractError) {
                _ = try Catalogue.standard.body(fromJSON: "{\"\(key)\": 1}", type: type)
                Issue.record("an unknown key is accepted")
            } catch {
                #expect(!error.message.lowercased().contains(Self.marker.lowercased()) && !error.message.contains(Self.digits), "\(error.message)")
                #expect(error.message.contains("cuakhau types \(type.name)"))
            }
        }
    }
}
