import Foundation
import Testing

/// SECURITY.md names tests: each of them exists, and each threat has one or is said to be open.
struct SecurityTextTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL

    private static func tests() throws -> Set<String> {
        let folder = root.appendingPathComponent("Tests")
        var names: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
            for match in text.matches(of: #/func `([^`]+)`\(/#) { names.insert(String(match.1)) }
        }
        return names
    }

    @Test func `every threat has a test that exists, or is said to be open`() throws {
        let tests = try Self.tests()
        #expect(tests.count > 500)
        let text = try String(contentsOf: Self.root.appendingPathComponent("Protocols/SECURITY.md"), encoding: .utf8)
        var rows = 0
        for line in text.split(separator: "\n") where line.hasPrefix("| ") && !line.hasPrefix("| threat") {
            rows += 1
            // Commands and the like are no sentences.
            let named = line.matches(of: #/`([^`]+)`/#).map { String($0.1) }.filter {
                $0.contains(" ") && !$0.hasPrefix("cuakhau ") && !$0.hasPrefix("make ")
            }
            #expect(!named.isEmpty || line.contains("*open*"), "\(line)")
            for name in named { #expect(tests.contains(name), "\(name)") }
        }
        #expect(rows > 30)
    }
}
