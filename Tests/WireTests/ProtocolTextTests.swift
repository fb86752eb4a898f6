import Testing

@testable import Wire

/// CKP-1.md and the files beside it say the same.
struct ProtocolTextTests {
    private static func text() throws -> String { try ProtocolFolder.text("CKP-1.md") }

    @Test func `the text's table of errors lists exactly the codes of the .proto file`() throws {
        var listed: [Int: String] = [:]
        for line in try Self.text().split(separator: "\n") {
            guard let match = line.prefixMatch(of: #/\| ([0-9]+) \| `([A-Z_]+)` \|/#), let number = Int(match.1) else { continue }
            #expect(listed.updateValue(String(match.2), forKey: number) == nil, "\(number) is there twice")
        }
        var written = try ErrorsFile.codes()
        written[0] = nil
        #expect(listed == written)
    }

    @Test func `every field of every command is explained`() throws {
        let text = try Self.text()
        for line in try ProtocolFolder.text("cuakhau/wire/v1/commands.proto").split(separator: "\n") {
            guard let match = line.prefixMatch(of: #/\s+(?:repeated )?\w+ (\w+) = [0-9]+;/#) else { continue }
            #expect(text.contains("`\(match.1)`"), "\(match.1)")
        }
    }

    @Test func `the worked examples are the vectors, byte by byte`() throws {
        let vectors = Dictionary(uniqueKeysWithValues: Vector.canonical.map { ($0.name, $0) })
        var example: String?
        var hex = ""
        var seen: Set<String> = []
        for line in try Self.text().split(separator: "\n") {
            if let match = line.wholeMatch(of: #/```ckp (\S+)/#) {
                (example, hex) = (String(match.1), "")
            } else if let name = example, line == "```" {
                #expect(hex == (try #require(vectors[name], "\(name)")).hex, "\(name)")
                seen.insert(name)
                example = nil
            } else if example != nil {
                // Bytes, at least two spaces, the explanation.
                let bytes = try #require(line.prefixMatch(of: #/ *((?:[0-9a-f]{2} )*[0-9a-f]{2})(?:  .*)?$/#), "\(line)")
                hex += bytes.1.filter { $0 != " " }
            }
        }
        #expect(seen.count >= 9)
    }
}
