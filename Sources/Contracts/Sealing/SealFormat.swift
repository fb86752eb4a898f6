/// What everybody can see of a sealed body, without a key: its outer form (Protocols/SEAL.md, version 1).
///
/// The gateway checks it at the door, so that plain text cannot pass for a seal by mistake. It proves no more than that.
public enum SealFormat {
    public static let version: UInt64 = 1
    /// The most officers that one seal is for.
    public static let recipientsMax = 16
    public static let keyByteCount = 32
    public static let hashByteCount = 32
    public static let keyIDByteCount = 16
    public static let tagByteCount = 16
    /// The sizes that a content is padded to, so that its length says little.
    public static let contentByteCounts = [1_024, 2_048, 4_096, 8_192, 12_288]

    /// Why bytes are not the form of a seal.
    public enum Fault: Error, Sendable {
        case malformed
        case version
        case recipients

        /// What would have been accepted.
        public var expected: String {
            switch self {
            case .malformed: "a seal as in SEAL.md, never plain text: `cuakhau referral` makes one"
            case .version: "a seal of version \(SealFormat.version)"
            case .recipients: "a seal for 1 to \(SealFormat.recipientsMax) officers, each once"
            }
        }
    }

    /// Looks at the form, in one walk and without allocating.
    ///
    /// - Returns: What is wrong; nil: it is a seal by its looks.
    public static func fault(in bytes: UnsafeRawBufferPointer) -> Fault? {
        var reader = ProtobufReader(bytes)
        var seen: UInt32 = 0
        var wraps = 0
        var ids = RecipientIDs()
        while reader.nextField() {
            let part = bytes.part(reader.payloadOffset, reader.payloadCount)
            let field = reader.fieldNumber
            let isBytes = reader.wireType == 2
            if field == 6, isBytes {
                guard let id = keyID(ofWrap: part) else { return .malformed }
                guard wraps < recipientsMax, ids.insert(id, at: wraps) else { return .recipients }
                wraps += 1
                continue
            }
            // What is not in version 1, or is there twice, could be anything.
            guard (1...5).contains(field), seen & 1 << field == 0 else { return .malformed }
            seen |= 1 << field
            switch field {
            case 1:
                guard reader.wireType == 0 else { return .malformed }
                guard reader.varint == version else { return .version }
            case 5:
                guard isBytes, isContentByteCount(part.count) else { return .malformed }
            default:
                guard isBytes, part.count == hashByteCount else { return .malformed }
            }
        }
        guard !reader.isMalformed, seen == 0b11_1110 else { return .malformed }
        return wraps == 0 ? .recipients : nil
    }

    /// Whether an encrypted content can be so long.
    private static func isContentByteCount(_ count: Int) -> Bool {
        switch count - tagByteCount {
        case 1_024, 2_048, 4_096, 8_192, 12_288: true
        default: false
        }
    }

    private static func keyID(ofWrap bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var reader = ProtobufReader(bytes)
        var seen: UInt32 = 0
        var id: UnsafeRawBufferPointer?
        while reader.nextField() {
            let field = reader.fieldNumber
            guard (1...4).contains(field), reader.wireType == 2, seen & 1 << field == 0 else { return nil }
            seen |= 1 << field
            let count =
                switch field {
                case 1: keyIDByteCount
                case 2, 3: keyByteCount
                default: hashByteCount + tagByteCount
                }
            guard reader.payloadCount == count else { return nil }
            if field == 1 { id = bytes.part(reader.payloadOffset, reader.payloadCount) }
        }
        return !reader.isMalformed && seen == 0b1_1110 ? id : nil
    }

    /// The key ids of the wraps so far. Their places in the body, and no copies: nothing is allocated.
    private struct RecipientIDs {
        private var places: InlineArray<16, UnsafeRawBufferPointer> = InlineArray(repeating: UnsafeRawBufferPointer(start: nil, count: 0))

        /// - Returns: False where it is there already.
        mutating func insert(_ id: UnsafeRawBufferPointer, at place: Int) -> Bool {
            for earlier in 0..<place where places[earlier].elementsEqual(id) { return false }
            places[place] = id
            return true
        }
    }
}
