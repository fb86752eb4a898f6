import Foundation
import SwiftProtobuf
import Testing

@testable import Wire

/// One golden frame of Protocols/vectors.
struct Vector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let description: String
    let hex: String
    /// The error code that a gateway answers with; absent: the frame is sound.
    let error: String?

    var testDescription: String { name }

    var bytes: [UInt8] {
        get throws { try #require([UInt8](hexadecimal: hex), "\(name): the hex is none") }
    }

    /// What the JSON of the file says, through the generated type.
    var frame: Command {
        get throws { try Command(jsonUTF8Data: JSONSerialization.data(withJSONObject: json)) }
    }

    /// The file's own JSON of the frame.
    var json: [String: Any] {
        get throws {
            let object = try #require(Self.objects[name]?.value as? [String: Any])
            return try #require(object["frame"] as? [String: Any], "\(name): a sound vector has a frame")
        }
    }

    /// The command's payload: what follows the tag and the length.
    var payload: [UInt8] {
        get throws {
            try bytes.withUnsafeBytes { bytes in Array(try ParsedFrame(bytes).payload) }
        }
    }

    // MARK: The files

    /// The vectors of every file but `lenient` and `invalid`: writers must produce these very bytes.
    static let canonical: [Vector] = files.filter { !["lenient", "invalid"].contains($0.name) }.flatMap(\.vectors)
    /// Sound frames that no writer of this package makes.
    static let lenient = named("lenient")
    static let invalid = named("invalid")
    static var sound: [Vector] { canonical + lenient }

    static func canonical(_ file: String) -> [Vector] { named(file) }

    private static func named(_ name: String) -> [Vector] { files.first { $0.name == name }?.vectors ?? [] }

    static let files: [(name: String, vectors: [Vector])] = {
        let folder = ProtocolFolder.url.appending(path: "vectors")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { name in
            let data = FileManager.default.contents(atPath: folder.appending(path: name).path) ?? Data()
            // A file that cannot be read has no vectors, which the tests of the files notice.
            return (String(name.dropLast(5)), (try? JSONDecoder().decode([Vector].self, from: data)) ?? [])
        }
    }()

    /// JSON objects never change once read, but their type does not say so.
    private struct Frozen: @unchecked Sendable { let value: Any }

    private static let objects: [String: Frozen] = {
        var objects: [String: Frozen] = [:]
        for (name, _) in files {
            let path = ProtocolFolder.url.appending(path: "vectors/\(name).json").path
            let list = try? JSONSerialization.jsonObject(with: FileManager.default.contents(atPath: path) ?? Data())
            for object in list as? [[String: Any]] ?? [] { objects[object["name"] as? String ?? ""] = Frozen(value: object) }
        }
        return objects
    }()
}

/// The folder Protocols of this repository.
enum ProtocolFolder {
    static let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Protocols").standardized

    static func text(_ path: String) throws -> String { try String(contentsOf: url.appending(path: path), encoding: .utf8) }
}

extension [UInt8] {
    /// Reads pairs of hexadecimal digits; nil for anything else.
    init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index..<(index + 2)], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        self = bytes
    }

    var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// One command's frame, parsed: the bytes must outlive it, so the answer is made inside.
    func withParsedFrame<Result>(_ body: (_ frame: UnsafeRawBufferPointer, _ command: ParsedFrame) throws -> Result) throws -> Result {
        try withUnsafeBytes { bytes in try body(bytes, try ParsedFrame(bytes)) }
    }
}
