import Foundation
import SwiftProtobuf
import Testing

@testable import Wire

/// The golden frames, through the generated types: what another implementation's protobuf library sees.
struct VectorTests {
    @Test func `every command has vectors, and no two share a name`() {
        #expect(Vector.files.count == CommandKind.allCases.count + 2)
        for (name, vectors) in Vector.files { #expect(!vectors.isEmpty, "\(name).json") }
        let names = Vector.files.flatMap(\.vectors).map(\.name)
        #expect(Set(names).count == names.count)
        let kinds = Vector.canonical.compactMap { try? $0.bytes.withParsedFrame { $1.kind } }
        #expect(Set(kinds) == Set(CommandKind.allCases))
    }

    @Test(arguments: Vector.sound)
    func `a frame decodes to its JSON`(vector: Vector) throws {
        let frame = try Command(serializedBytes: vector.bytes)
        #expect(try Self.sorted(JSONSerialization.jsonObject(with: frame.jsonUTF8Data())) == Self.sorted(vector.json))
    }

    @Test(arguments: Vector.canonical)
    func `its JSON encodes to the frame`(vector: Vector) throws {
        let encoded: [UInt8] = try vector.frame.serializedBytes()
        #expect(encoded.hexadecimal == vector.hex)
    }

    @Test(arguments: Vector.lenient)
    func `a frame that is put otherwise means the same`(vector: Vector) throws {
        let shortest: [UInt8] = try vector.frame.serializedBytes()
        #expect(shortest.hexadecimal != vector.hex)
        #expect(try Command(serializedBytes: shortest) == vector.frame)
    }

    @Test(arguments: Vector.canonical)
    func `fields come in ascending order`(vector: Vector) throws {
        // The generated writer does so by definition; that it gives the same bytes back proves it of the vector.
        let again: [UInt8] = try Command(serializedBytes: vector.bytes).serializedBytes()
        #expect(again.hexadecimal == vector.hex)
    }

    private static func sorted(_ object: Any) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]), as: UTF8.self)
    }
}
