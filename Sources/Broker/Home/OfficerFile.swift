import Foundation
import Wire
import Yams

/// `officers.yaml`: to whom something can be sealed. Read whole or not at all; one that is not there lists nobody.
public struct OfficerFile: Sendable {
    public let path: String
    /// The outer nil: not yet read; the inner one: there was no file.
    private var seen: FileStamp??

    private struct Content: Codable {
        var officers: [Entry]
    }

    private struct Entry: Codable {
        var officer: String
        var public_key: String
        var created: String
        var expires: String
    }

    /// The most officers of a directory.
    public static let countMax = 10_000

    public init(path: String) {
        self.path = path
    }

    public func officers() throws(HomeError) -> [Officer] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        let text = try PrivateFile.read(path)
        let content: Content
        do {
            content = try YAMLDecoder().decode(Content.self, from: text)
        } catch {
            throw HomeError("\(path) is not a list of officers: \(error)")
        }
        var officers: [Officer] = []
        for entry in content.officers { officers.append(try officer(entry)) }
        try check(officers)
        return officers
    }

    private func officer(_ entry: Entry) throws(HomeError) -> Officer {
        let parts = entry.officer.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, Principal.isName(parts[0]), ClientName.isLabel(parts[1], countMax: 48) else {
            throw HomeError("\(path): \(entry.officer) is no officer: OFFICE/NAME, the name 1 to 48 of a-z 0-9 . _ -")
        }
        guard let key = Data(base64Encoded: entry.public_key), key.count == 32 else {
            throw HomeError("\(path): the key of \(entry.officer) is not 32 bytes in base64")
        }
        guard [entry.created, entry.expires].allSatisfy(Self.isDay), entry.created <= entry.expires else {
            throw HomeError("\(path): the days of \(entry.officer) are not YYYY-MM-DD, the first before the last")
        }
        return Officer(office: parts[0], name: parts[1], publicKey: [UInt8](key), created: entry.created, expires: entry.expires)
    }

    private func check(_ officers: [Officer]) throws(HomeError) {
        guard officers.count <= Self.countMax else { throw HomeError("\(path): a directory has at most \(Self.countMax) officers") }
        var names: Set<String> = []
        var keys: Set<[UInt8]> = []
        for officer in officers {
            guard names.insert("\(officer.office)/\(officer.name)").inserted else {
                throw HomeError("\(path): \(officer.office)/\(officer.name) is there twice")
            }
            guard keys.insert(officer.publicKey).inserted else {
                throw HomeError("\(path): the key of \(officer.office)/\(officer.name) is there twice; every officer has a key of their own")
            }
        }
    }

    private static func isDay(_ text: String) -> Bool {
        let shape = Array("dddd-dd-dd".utf8)
        return text.utf8.count == shape.count
            && zip(text.utf8, shape).allSatisfy { $1 == UInt8(ascii: "-") ? $0 == $1 : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    public func save(_ officers: [Officer]) throws(HomeError) {
        try check(officers)
        let content = Content(
            officers: officers.sorted { ($0.office, $0.name) < ($1.office, $1.name) }.map {
                Entry(
                    officer: "\($0.office)/\($0.name)",
                    public_key: Data($0.publicKey).base64EncodedString(),
                    created: $0.created,
                    expires: $0.expires
                )
            }
        )
        let yaml: String
        do {
            yaml = try YAMLEncoder().encode(content)
        } catch {
            throw HomeError("the officers could not be written as YAML: \(error)")
        }
        try PrivateFile.write(
            "# To whom something can be sealed. Changed by `cuakhau officer`; a running gateway takes a change up within a second.\n" + yaml,
            to: path
        )
    }

    /// The directory, where the file changed since it was last read; nil where it did not.
    mutating func loadIfChanged() throws(HomeError) -> [Officer]? {
        let now = FileStamp(path)
        guard seen != .some(now) else { return nil }
        let officers = try officers()
        // Only what was read is seen: after a failure the next look tries again.
        seen = now
        return officers
    }
}
