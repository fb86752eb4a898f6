import Crypto
import Foundation
import Testing

@testable import Agencies

@Suite struct TokenTests {
    private let key = TokenKey(bytes: [UInt8](0..<32))

    private func token(_ text: String) throws -> DocumentToken { DocumentToken(try DocumentNumber(normalising: text.utf8), key: key) }

    @Test func `a token is the HMAC of the number in its form`() throws {
        let code = HMAC<SHA256>.authenticationCode(for: Data("L898902C3".utf8), using: SymmetricKey(data: [UInt8](0..<32)))
        let token = try token("L898902C3")
        #expect(token.description == code.map { String(format: "%02x", $0) }.joined())
        #expect(DocumentToken(token.description) == token)
        #expect(token.description.hasPrefix(token.short))
    }

    @Test func `whoever wrote a number, it has one token`() throws {
        let expected = try token("GT1234567")
        for text in ["gt1234567", "GT 123 4567", "GT-123.4567", "GT1234567<<", "gt/1234567 "] { #expect(try token(text) == expected) }
        #expect(try token("GT1234568") != expected)
        #expect(DocumentToken(try DocumentNumber(normalising: "GT1234567".utf8), key: .random()) != expected)
    }

    @Test(arguments: ["", "A1", "<<<<<<<<<", "Đ1234567", "GT1234567\u{0}", "12345678901234567890123", "GT_123456"])
    func `what is no number is refused, and the refusal says nothing of it`(text: String) throws {
        do {
            _ = try DocumentNumber(normalising: text.utf8)
            Issue.record("taken")
        } catch {
            #expect(error.code == .invalid)
            #expect(text.isEmpty || !error.description.contains(text))
        }
    }

    @Test(arguments: ["", "00", String(repeating: "A", count: 64), String(repeating: "0", count: 65)]) func `what is no token is told`(text: String)
        throws
    {
        #expect(DocumentToken(text) == nil)
    }

    @Test func `a buffer is zeros, and is wiped`() throws {
        let buffer = WipingBuffer(byteCount: 8)
        let before = buffer.withUnsafeMutableBytes { Array($0) }
        buffer.withUnsafeMutableBytes { bytes in for index in bytes.indices { bytes[index] = 7 } }
        buffer.wipe()
        let after = buffer.withUnsafeMutableBytes { Array($0) }
        #expect([before, after] == [[UInt8]](repeating: [UInt8](repeating: 0, count: 8), count: 2))
    }

    @Test func `a key's file is its owner's alone, and is never written over`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString).key").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(throws: OfficeError.self) { try TokenKey(file: path) }
        try key.write(to: path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try TokenKey(file: path).fingerprint == key.fingerprint)
        #expect(throws: OfficeError.self) { try TokenKey.random().write(to: path) }
        #expect(try TokenKey(file: path).fingerprint == key.fingerprint)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(throws: OfficeError.self) { try TokenKey(file: path) }
    }

    @Test(arguments: [0, 31, 33, 100]) func `a file of another length is no key`(count: Int) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "token-\(UUID().uuidString).key").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(FileManager.default.createFile(atPath: path, contents: Data(count: count), attributes: [.posixPermissions: 0o600]))
        #expect(throws: OfficeError.self) { try TokenKey(file: path) }
    }

    @Test func `two keys have two fingerprints, of eight groups`() throws {
        #expect(key.fingerprint != TokenKey.random().fingerprint)
        #expect(key.fingerprint.split(separator: " ").allSatisfy { $0.count == 4 })
        #expect(key.fingerprint.split(separator: " ").count == 8)
    }
}
