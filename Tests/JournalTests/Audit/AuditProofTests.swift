import Foundation
import Testing

@testable import Journal

@Suite struct AuditProofTests {
    @Test(arguments: [1, 10, 11, 57, 100] as [UInt64])
    func `a proof of a message holds, in a file and without the journal`(position: UInt64) throws {
        let stage = try AuditStage()
        for withContent in [true, false] {
            let proof = try AuditReader(path: stage.folder.journal).proof(of: position, withContent: withContent)
            let data = try AuditDocument.data(proof)
            let read = try #require(AuditDocument.proof(data))
            #expect(read == proof)
            try read.check(key: stage.key.publicKey)
            #expect(String(decoding: data, as: UTF8.self).contains(Hex.text("body \(position)".utf8)) == withContent)
            #expect(throws: AuditFault.self) { try read.check(key: AuditKey().publicKey) }
        }
    }

    @Test func `a proof of which anything was changed does not hold`() throws {
        let stage = try AuditStage()
        let proof = try AuditReader(path: stage.folder.journal).proof(of: 57, withContent: true)
        let changes: [(String, (inout AuditProof) -> Void)] = [
            ("position", { $0.message.position = 58 }),
            ("time", { $0.message.recordedAt += 1 }),
            ("client", { $0.message.client = "one/y" }),
            ("sequence", { $0.message.clientSequence += 1 }),
            ("type", { $0.message.type = "a.c.v1" }),
            ("exercise", { $0.message.isExercise.toggle() }),
            ("id", { $0.message.id[3] ^= 1 }),
            ("chain", { $0.message.chain = Array(repeating: 0, count: 16) }),
            ("body", { $0.message.content = .bytes(key: Array("key-1".utf8), body: []) }),
            ("path", { $0.path.removeLast() }),
            ("longer path", { $0.path.append(.zero) }),
            ("head before", { $0.previousHead = .zero }),
            ("no blocks", { $0.blocks = [] }),
            ("a block left out", { $0.blocks.remove(at: 1) }),
            ("another last block", { $0.blocks.removeLast() }),
            ("block time", { $0.blocks[0] = AuditBlock(number: 6, first: 51, count: 10, at: 0, root: $0.blocks[0].root) }),
            (
                "seal",
                { $0.seal = AuditSeal(block: 10, lastPosition: 100, head: $0.seal.head, at: 1, key: $0.seal.key, signature: $0.seal.signature) }
            ),
        ]
        try proof.check(key: stage.key.publicKey)
        for (what, change) in changes {
            var changed = proof
            change(&changed)
            #expect(throws: AuditFault.self, "\(what) can be changed") { try changed.check(key: stage.key.publicKey) }
        }
    }

    @Test func `what cannot be proved is said to be so`() throws {
        let stage = try AuditStage()
        #expect(throws: AuditFault.self) { try AuditReader(path: stage.folder.journal).proof(of: 101, withContent: false) }
        try stage.commit(1)
        #expect(throws: AuditFault.self) { try AuditReader(path: stage.folder.journal).proof(of: 101, withContent: false) }
        try stage.journal.seal(at: 1_000)
        _ = try AuditReader(path: stage.folder.journal).proof(of: 101, withContent: false)
        let step = RetentionStep(type: 1, through: .max, olderThan: 6, countMax: .max, bytesMax: .max)
        _ = try stage.journal.remove(step)
        #expect(throws: AuditFault.self) { try AuditReader(path: stage.folder.journal).proof(of: 3, withContent: false) }
        // Its neighbour is still there, and the others' leaves are.
        let proof = try AuditReader(path: stage.folder.journal).proof(of: 7, withContent: false)
        try proof.check(key: stage.key.publicKey)
    }

    @Test func `a file that is no proof is no proof, whatever is in it`() throws {
        let stage = try AuditStage()
        let data = try AuditDocument.data(AuditReader(path: stage.folder.journal).proof(of: 57, withContent: true))
        var random = Seeded(4)
        var held = 0
        for _ in 0..<2_000 {
            var bytes = [UInt8](data)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 32...126, using: &random), at: index)
                }
            }
            guard let proof = AuditDocument.proof(Data(bytes)) else { continue }
            // White space and capitals of hexadecimal digits may change: then it is the same proof.
            if (try? proof.check(key: stage.key.publicKey)) != nil {
                #expect(try AuditDocument.data(proof) == data)
                held += 1
            }
        }
        #expect(held < 1_000)
    }
}
