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
                let count = bytes.count - begin
                guard count >= 4 else { return nothing(.unreadable) }
                keyCount = bytes[begin..<(begin + 4)].reduce(0) { $0 << 8 | Int($1) }
                guard keyCount <= count - 4 else { return nothing(.unreadable) }
            }
        }
        let bodyStart = start + 4 + keyCount
        return Opened(
            key: ByteSlice(offset: UInt32(start + 4), count: UInt32(keyCount)),
            body: ByteSlice(offset: UInt32(bodyStart), count: UInt32(bytes.count - bodyStart)),
            condition: isPartlyErased ? .partlyErased : .whole
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
