package import Foundation

/// The JSON that proofs, saved seals and exports consist of: Protocols/AUDIT.md. Hashes and bytes are hexadecimal.
package enum AuditDocument {
    package static let proofFormat = "cuakhau audit proof 1"
    package static let sealFormat = "cuakhau audit seal 1"
    package static let exportFormat = "cuakhau audit export 1"

    /// One line of an export.
    package struct Line: Codable {
        var format: String?
        var previous_head: String?
        var block: Block?
        var message: Message?
        var leaf: String?
        var seal: Seal?

        package static func start(after head: AuditDigest) -> Line { Line(format: exportFormat, previous_head: Hex.text(head.bytes)) }
        package static func block(_ block: AuditBlock, isGone: Bool) -> Line { Line(block: Block(block, isGone: isGone)) }
        package static func message(_ record: AuditRecord) -> Line { Line(message: Message(record)) }
        package static func leaf(_ digest: AuditDigest) -> Line { Line(leaf: Hex.text(digest.bytes)) }
        package static func seal(_ seal: AuditSeal) -> Line { Line(seal: Seal(seal)) }
    }

    package struct Block: Codable {
        var number: UInt64
        var first: UInt64
        var count: UInt64
        var at_us: Int64
        var root: String
        /// In exports: nothing is left of its messages.
        var gone: Bool?

        init(_ block: AuditBlock, isGone: Bool = false) {
            (number, first, count, at_us, root) = (block.number, block.first, block.count, block.at, Hex.text(block.root.bytes))
            gone = isGone ? true : nil
        }

        func block() -> AuditBlock? {
            AuditDocument.digest(root).map { AuditBlock(number: number, first: first, count: count, at: at_us, root: $0) }
        }
    }

    package struct Message: Codable {
        var position: UInt64
        var recorded_at_us: Int64
        var client: String
        var client_sequence: UInt64
        var type: String
        var exercise: Bool
        var id: String
        var chain: String
        var content_hash: String?
        var key: String?
        var body: String?

        init(_ record: AuditRecord) {
            (position, recorded_at_us, client, client_sequence) = (record.position, record.recordedAt, record.client, record.clientSequence)
            (type, exercise, id, chain) = (record.type, record.isExercise, Hex.text(record.id), Hex.text(record.chain))
            switch record.content {
            case .hash(let digest): content_hash = Hex.text(digest.bytes)
            case .bytes(let key, let body): (self.key, self.body) = (Hex.text(key), Hex.text(body))
            }
        }

        func record() -> AuditRecord? {
            guard let id = Hex.bytes(id), let chain = Hex.bytes(chain) else { return nil }
            let content: AuditRecord.Content
            if let key, let body {
                guard let key = Hex.bytes(key), let body = Hex.bytes(body), content_hash == nil else { return nil }
                content = .bytes(key: key, body: body)
            } else {
                guard let digest = content_hash.flatMap(AuditDocument.digest) else { return nil }
                content = .hash(digest)
            }
            return AuditRecord(
                position: position,
                recordedAt: recorded_at_us,
                client: client,
                clientSequence: client_sequence,
                type: type,
                isExercise: exercise,
                id: id,
                chain: chain,
                content: content
            )
        }
    }

    package struct Seal: Codable {
        var format: String?
        var block: UInt64
        var last_position: UInt64
        var head: String
        var at_us: Int64
        var key: String
        var signature: String

        init(_ seal: AuditSeal) {
            (block, last_position, head, at_us) = (seal.block, seal.lastPosition, Hex.text(seal.head.bytes), seal.at)
            (key, signature) = (Hex.text(seal.key), Hex.text(seal.signature))
        }

        func seal() -> AuditSeal? {
            guard let head = AuditDocument.digest(head), let key = Hex.bytes(key), let signature = Hex.bytes(signature) else { return nil }
            return AuditSeal(block: block, lastPosition: last_position, head: head, at: at_us, key: key, signature: signature)
        }
    }

    private struct Proof: Codable {
        var format: String
        var message: Message
        var path: [String]
        var previous_head: String
        var blocks: [Block]
        var seal: Seal
    }

    // MARK: Whole documents

    package static func data(_ proof: AuditProof) throws -> Data {
        let document = Proof(
            format: proofFormat,
            message: Message(proof.message),
            path: proof.path.map { Hex.text($0.bytes) },
            previous_head: Hex.text(proof.previousHead.bytes),
            blocks: proof.blocks.map { Block($0) },
            seal: Seal(proof.seal)
        )
        return try encoder(isPretty: true).encode(document) + Data("\n".utf8)
    }

    package static func data(_ seal: AuditSeal) throws -> Data {
        var document = Seal(seal)
        document.format = sealFormat
        return try encoder(isPretty: true).encode(document) + Data("\n".utf8)
    }

    package static func data(_ line: Line) throws -> Data { try encoder(isPretty: false).encode(line) + Data("\n".utf8) }

    /// Nil for anything that is no proof of this format.
    package static func proof(_ data: Data) -> AuditProof? {
        guard let document = try? JSONDecoder().decode(Proof.self, from: data), document.format == proofFormat,
            let message = document.message.record(), let previousHead = digest(document.previous_head), let seal = document.seal.seal()
        else { return nil }
        let path = document.path.compactMap(digest)
        let blocks = document.blocks.compactMap { $0.block() }
        guard path.count == document.path.count, blocks.count == document.blocks.count else { return nil }
        return AuditProof(message: message, path: path, previousHead: previousHead, blocks: blocks, seal: seal)
    }

    /// Nil for anything that is no seal of this format.
    package static func seal(_ data: Data) -> AuditSeal? {
        guard let document = try? JSONDecoder().decode(Seal.self, from: data), document.format == sealFormat else { return nil }
        return document.seal()
    }

    private static func digest(_ text: String) -> AuditDigest? { Hex.bytes(text).flatMap { AuditDigest($0) } }

    private static func encoder(isPretty: Bool) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = isPretty ? [.prettyPrinted, .sortedKeys] : [.sortedKeys]
        return encoder
    }
}
