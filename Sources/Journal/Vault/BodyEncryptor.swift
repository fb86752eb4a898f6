import Crypto
import Foundation

/// Turns messages into what the file holds. Not `Sendable`: the writer has it.
struct BodyEncryptor {
    private var parts = SubjectParts()
    private var plain: [UInt8] = []
    private var ids: [UInt32] = []
    private var keys: [SymmetricKey] = []
    /// Never the same twice under one key: most of it is random for each batch, the rest counts.
    private var nonceHigh: UInt64 = 0
    private var nonceLow: UInt32 = 0

    mutating func beginBatch() {
        nonceHigh = .random(in: 0 ... .max)
        nonceLow = 0
    }

    /// Appends the stored form of a message's key and body.
    ///
    /// - Parameter subject: The id and key of a subject by its name; of no name: of what is about nobody.
    mutating func append(
        _ position: UInt64,
        finder: any SubjectFinder,
        key: UnsafeRawBufferPointer,
        body: UnsafeRawBufferPointer,
        to stored: inout [UInt8],
        subject: (UnsafeRawBufferPointer) throws(JournalError) -> Subject
    ) throws(JournalError) {
        parts.removeAll()
        finder.find(in: body, &parts)
        // Of an empty body there is the key.
        if parts.parts.isEmpty { parts.append(part: 0..<0, subjects: 0..<0) }
        guard parts.parts.count <= StoredBody.partsMax else { throw JournalError(.misuse, "a body has more than \(StoredBody.partsMax) parts") }
        stored.append(StoredBody.version)
        withUnsafeBytes(of: UInt16(parts.parts.count).bigEndian) { stored.append(contentsOf: $0) }
        keys.removeAll(keepingCapacity: true)
        for (index, part) in parts.parts.enumerated() {
            keys.append(try joinedKey(part, body, subject))
            stored.append(UInt8(ids.count))
            for id in ids { withUnsafeBytes(of: id.bigEndian) { stored.append(contentsOf: $0) } }
            let count = UInt32(part.bytes.count + (index == 0 ? 4 + key.count : 0))
            withUnsafeBytes(of: count.bigEndian) { stored.append(contentsOf: $0) }
        }
        for (index, part) in parts.parts.enumerated() {
            plain.removeAll(keepingCapacity: true)
            if index == 0 {
                withUnsafeBytes(of: UInt32(key.count).bigEndian) { plain.append(contentsOf: $0) }
                plain.append(contentsOf: key)
            }
            plain.append(contentsOf: UnsafeRawBufferPointer(rebasing: body[part.bytes]))
            try seal(position, index, keys[index], &stored)
        }
    }

    /// The key of a part; its subjects' numbers are in `ids` then.
    private mutating func joinedKey(
        _ part: SubjectParts.Part,
        _ body: UnsafeRawBufferPointer,
        _ subject: (UnsafeRawBufferPointer) throws(JournalError) -> Subject
    ) throws(JournalError) -> SymmetricKey {
        guard part.subjects.count <= StoredBody.subjectsMax else {
            throw JournalError(.misuse, "a part of a body has more than \(StoredBody.subjectsMax) subjects")
        }
        ids.removeAll(keepingCapacity: true)
        var first: SymmetricKey?
        var more: [SymmetricKey] = []
        for place in part.subjects {
            let found = try subject(UnsafeRawBufferPointer(rebasing: body[parts.subjects[place]]))
            guard !ids.contains(found.id) else { continue }
            ids.append(found.id)
            if first == nil { first = found.key } else { more.append(found.key) }
        }
        if let first { return StoredBody.joined(first, more) }
        let nobody = try subject(UnsafeRawBufferPointer(start: nil, count: 0))
        ids.append(nobody.id)
        return nobody.key
    }

    private mutating func seal(_ position: UInt64, _ index: Int, _ key: SymmetricKey, _ stored: inout [UInt8]) throws(JournalError) {
        let sealed: Data?
        do {
            let nonce = try withUnsafeBytes(of: (nonceHigh, nonceLow)) {
                try AES.GCM.Nonce(data: UnsafeRawBufferPointer(rebasing: $0.prefix(StoredBody.nonceBytes)))
            }
            nonceLow += 1
            sealed = try StoredBody.withBinding(position, index) { binding in
                try plain.withUnsafeBytes { try AES.GCM.seal($0, using: key, nonce: nonce, authenticating: binding).combined }
            }
        } catch {
            throw JournalError(.misuse, "a body could not be encrypted")
        }
        guard let sealed else { throw JournalError(.misuse, "a body could not be encrypted") }
        sealed.withUnsafeBytes { stored.append(contentsOf: $0) }
    }
}
