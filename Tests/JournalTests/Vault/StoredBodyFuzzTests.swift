import Crypto
import Testing

@testable import Journal

/// Whatever lies in the file, reading it ends with a message or with the word that there is none.
@Suite struct StoredBodyFuzzTests {
    @Test func `any bytes are a body or none, and never a trap`() throws {
        var random = Seeded(7)
        let key = SymmetricKey(size: .bits256)
        var (planner, encryptor, plan) = (EncryptionPlanner(), BodyEncryptor(), EncryptionPlan())
        var whole: [UInt8] = []
        let body = Array("ngoc:an=1|mai=2|".utf8)
        let finder = try #require(TestSubjects().finder(for: TestSubjects.personal))
        try Array("key".utf8).withUnsafeBytes { name in
            try body.withUnsafeBytes { body in
                try planner.add(
                    key: name,
                    body: body,
                    finder: finder,
                    to: &plan,
                    tag: { SubjectTag($0, by: key) },
                    subject: { (_) throws(JournalError) in .init(tag: .none, subject: Subject(id: 3, key: key)) }
                )
                try encryptor.append(9, key: name, body: body, plan.messages[0], of: plan, to: &whole)
            }
        }
        func open(_ bytes: [UInt8]) throws -> (BodyDecryptor.Opened, [UInt8]) {
            var content: [UInt8] = [1, 2, 3]
            let opened = try bytes.withUnsafeBytes {
                try BodyDecryptor.open($0, position: 9, into: &content) { (id) throws(JournalError) in
                    id == 3 ? .key(key) : id % 2 == 0 ? .erased : .unknown
                }
            }
            return (opened, content)
        }
        let (opened, content) = try open(whole)
        #expect(opened.condition == .whole && Array(content[opened.body.range]) == body && Array(content[opened.key.range]) == Array("key".utf8))
        for _ in 0..<20_000 {
            var bytes = whole
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes = (0..<Int.random(in: 0...64, using: &random)).map { _ in .random(in: 0...3, using: &random) }
            case 1: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
            case 2: bytes.append(.random(in: 0...255, using: &random))
            default: bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let (opened, content) = try open(bytes)
            #expect(opened.condition != .whole)
            #expect(opened.body.range.upperBound <= content.count && opened.key.range.upperBound <= content.count)
        }
    }
}
