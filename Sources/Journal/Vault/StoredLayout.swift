/// Where the parts of a stored body lie. Takes any bytes: nil where they are no stored body.
struct StoredLayout {
    private struct Part {
        var subjects: Range<Int>
        var sealed: Range<Int>
    }

    private let bytes: UnsafeRawBufferPointer
    private var parts: [Part] = []

    var count: Int { parts.count }

    init?(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        guard bytes.count >= 3, bytes[0] == StoredBody.version else { return nil }
        let count = Int(bytes[1]) << 8 | Int(bytes[2])
        guard count > 0 else { return nil }
        parts.reserveCapacity(count)
        var offset = 3
        var sizes = 0
        for _ in 0..<count {
            guard offset < bytes.count else { return nil }
            let subjects = Int(bytes[offset])
            let end = offset + 1 + 4 * subjects + 4
            guard subjects > 0, end <= bytes.count else { return nil }
            let plain = Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: end - 4, as: UInt32.self)))
            let size = StoredBody.nonceBytes + plain + StoredBody.tagBytes
            // Counted from zero: where the headers end, and these begin, is known below.
            parts.append(Part(subjects: (offset + 1)..<(end - 4), sealed: sizes..<(sizes + size)))
            sizes += size
            offset = end
            guard sizes <= bytes.count else { return nil }
        }
        guard offset + sizes == bytes.count else { return nil }
        for index in parts.indices {
            parts[index].sealed = (parts[index].sealed.lowerBound + offset)..<(parts[index].sealed.upperBound + offset)
        }
    }

    /// The numbers of a part's subjects.
    func subjects(_ index: Int) -> some Sequence<UInt32> {
        let range = parts[index].subjects
        return stride(from: range.lowerBound, to: range.upperBound, by: 4).lazy.map { [bytes] in
            UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
        }
    }

    /// Nonce, ciphertext and tag of a part.
    func sealed(_ index: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[parts[index].sealed]) }
}
