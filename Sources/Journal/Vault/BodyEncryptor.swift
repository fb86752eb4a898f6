import Crypto

/// Turns a message into what the file holds, by its plan.
struct BodyEncryptor {
    private let cipher = BodyCipher.standard
    private var plain: [UInt8] = []
    private var sealed: [UInt8] = []

    /// Appends the stored form of a message's key and body.
    mutating func append(
        _ position: UInt64,
        key: UnsafeRawBufferPointer,
        body: UnsafeRawBufferPointer,
        _ message: EncryptionPlan.Message,
        of plan: EncryptionPlan,
        to stored: inout [UInt8]
    ) throws(JournalError) {
        stored.append(StoredBody.version)
        withUnsafeBytes(of: UInt16(message.parts.count).bigEndian) { stored.append(contentsOf: $0) }
        for place in message.parts {
            let part = plan.parts[Int(place)]
            stored.append(UInt8(part.subjects.count))
            for subject in part.subjects { withUnsafeBytes(of: plan.subjects[Int(subject)].bigEndian) { stored.append(contentsOf: $0) } }
            let isFirst = place == message.parts.lowerBound
            let count = part.count + (isFirst ? 4 + UInt32(key.count) : 0)
            withUnsafeBytes(of: count.bigEndian) { stored.append(contentsOf: $0) }
        }
        for place in message.parts {
            let part = plan.parts[Int(place)]
            plain.removeAll(keepingCapacity: true)
            if place == message.parts.lowerBound {
                withUnsafeBytes(of: UInt32(key.count).bigEndian) { plain.append(contentsOf: $0) }
                plain.append(contentsOf: key)
            }
            plain.append(contentsOf: UnsafeRawBufferPointer(rebasing: body[Int(part.offset)..<Int(part.offset + part.count)]))
            let isSealed = StoredBody.withBinding(position, Int(place - message.parts.lowerBound)) { binding in
                plan.withNonce(of: place) { nonce in
                    stored.append(contentsOf: nonce)
                    return seal(part.key, nonce, binding)
                }
            }
            guard isSealed else { throw JournalError(.misuse, "a body could not be encrypted") }
            stored.append(contentsOf: sealed[..<(plain.count + StoredBody.tagBytes)])
        }
    }

    private mutating func seal(_ key: SymmetricKey, _ nonce: UnsafeRawBufferPointer, _ binding: UnsafeRawBufferPointer) -> Bool {
        let count = plain.count + StoredBody.tagBytes
        if sealed.count < count { sealed.append(contentsOf: repeatElement(0, count: count - sealed.count)) }
        return plain.withUnsafeBytes { plain in
            sealed.withUnsafeMutableBytes { sealed in
                cipher.seal(plain, key: key, nonce: nonce, binding: binding, into: UnsafeMutableRawBufferPointer(rebasing: sealed[..<count]))
            }
        }
    }
}
