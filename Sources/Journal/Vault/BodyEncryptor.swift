import Crypto
import Foundation

/// Turns a message into what the file holds, by its plan.
struct BodyEncryptor {
    private var plain: [UInt8] = []

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
            let sealed: Data? = try? StoredBody.withBinding(position, Int(place - message.parts.lowerBound)) { binding in
                try plain.withUnsafeBytes { try AES.GCM.seal($0, using: part.key, nonce: plan.nonce(place), authenticating: binding).combined }
            }
            guard let sealed else { throw JournalError(.misuse, "a body could not be encrypted") }
            sealed.withUnsafeBytes { stored.append(contentsOf: $0) }
        }
    }
}
