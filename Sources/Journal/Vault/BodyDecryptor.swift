import Crypto

/// Reads what ``BodyEncryptor`` wrote.
enum BodyDecryptor {
    /// What became of a subject's key.
    enum Found {
        case key(SymmetricKey)
        case erased
        /// There is no such subject: the file is damaged.
        case unknown
    }

    /// What is left of a message, with the slices of its key and body among the bytes that it was appended to.
    struct Opened {
        var key: ByteSlice
        var body: ByteSlice
        var condition: MessageEntry.Condition
    }

    /// Opens a stored body. What is of an erased subject is left out; where that is the first part, nothing of the message can be read.
    static func open(
        _ stored: UnsafeRawBufferPointer,
        position: UInt64,
        into bytes: inout [UInt8],
        key: (UInt32) throws(JournalError) -> Found
    ) throws(JournalError) -> Opened {
        let start = bytes.count
        func nothing(_ condition: MessageEntry.Condition) -> Opened {
            bytes.removeSubrange(start...)
            let none = ByteSlice(offset: UInt32(start), count: 0)
            return Opened(key: none, body: none, condition: condition)
        }
        if let single = SingleStoredBody(stored) {
            // Nearly all: about one subject, in one part.
            switch try key(single.subject) {
            case .unknown: return nothing(.unreadable)
            case .erased: return nothing(.erased)
            case .key(let key):
                guard open(single.sealed, position, 0, key, &bytes), let keyCount = keyCount(in: bytes, from: start) else {
                    return nothing(.unreadable)
                }
                return opened(keyCount, in: bytes, from: start, .whole)
            }
        }
        guard let layout = StoredLayout(stored) else { return nothing(.unreadable) }
        var keyCount = 0
        var isPartlyErased = false
        for index in 0..<layout.count {
            switch try joined(layout, index, key) {
            case .unknown: return nothing(.unreadable)
            case .erased where index == 0: return nothing(.erased)
            case .erased: isPartlyErased = true
            case .key(let key):
                let begin = bytes.count
                guard open(layout.sealed(index), position, index, key, &bytes) else { return nothing(.unreadable) }
                guard index == 0 else { continue }
                guard let count = Self.keyCount(in: bytes, from: begin) else { return nothing(.unreadable) }
                keyCount = count
            }
        }
        return opened(keyCount, in: bytes, from: start, isPartlyErased ? .partlyErased : .whole)
    }

    /// How long the ordering key is that a first part begins with; nil: it does not fit.
    private static func keyCount(in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count - start >= 4 else { return nil }
        let count = Int(bytes[start]) << 24 | Int(bytes[start + 1]) << 16 | Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
        return count <= bytes.count - start - 4 ? count : nil
    }

    private static func opened(_ keyCount: Int, in bytes: [UInt8], from start: Int, _ condition: MessageEntry.Condition) -> Opened {
        let bodyStart = start + 4 + keyCount
        return Opened(
            key: ByteSlice(offset: UInt32(start + 4), count: UInt32(keyCount)),
            body: ByteSlice(offset: UInt32(bodyStart), count: UInt32(bytes.count - bodyStart)),
            condition: condition
        )
    }

    private static func joined(_ layout: StoredLayout, _ index: Int, _ key: (UInt32) throws(JournalError) -> Found) throws(JournalError) -> Found {
        var first: SymmetricKey?
        var more: [SymmetricKey] = []
        var isErased = false
        for id in layout.subjects(index) {
            switch try key(id) {
            case .unknown: return .unknown
            case .erased: isErased = true
            case .key(let key): if first == nil { first = key } else { more.append(key) }
            }
        }
        if isErased { return .erased }
        return first.map { .key(StoredBody.joined($0, more)) } ?? .unknown
    }

    /// Appends what is in a part.
    private static func open(
        _ sealed: UnsafeRawBufferPointer,
        _ position: UInt64,
        _ index: Int,
        _ key: SymmetricKey,
        _ bytes: inout [UInt8]
    ) -> Bool {
        let count = sealed.count - StoredBody.nonceBytes - StoredBody.tagBytes
        guard count >= 0 else { return false }
        let begin = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count))
        return StoredBody.withBinding(position, index) { binding in
            bytes.withUnsafeMutableBytes { bytes in
                BodyCipher.standard.open(
                    UnsafeRawBufferPointer(rebasing: sealed[StoredBody.nonceBytes...]),
                    key: key,
                    nonce: UnsafeRawBufferPointer(rebasing: sealed[..<StoredBody.nonceBytes]),
                    binding: binding,
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[begin...])
                )
            }
        }
    }
}
