import Crypto

/// How some of a batch's messages are encrypted: found out where the subjects are known, carried out anywhere. Flat, so that a message costs no allocation.
struct EncryptionPlan: Sendable {
    /// A stretch of one body, under one key.
    struct Part: Sendable {
        let offset: UInt32
        let count: UInt32
        /// Where its subjects' numbers lie in ``EncryptionPlan/subjects``.
        let subjects: Range<Int32>
        let key: SymmetricKey
    }

    /// What becomes of a message.
    struct Message: Sendable {
        /// Where its parts lie in ``EncryptionPlan/parts``; empty: it is stored as it is.
        let parts: Range<Int32>
        /// What its ordering key is known by.
        let keyTag: SubjectTag
    }

    var messages: [Message] = []
    var parts: [Part] = []
    var subjects: [UInt32] = []
    /// Never the same twice under one key: this half is random for each plan, the other counts its parts.
    let nonceHigh = UInt64.random(in: 0 ... .max)

    /// The nonce of a part.
    @inline(__always)
    func withNonce<Result>(of part: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: (nonceHigh, UInt32(bitPattern: part))) { body(UnsafeRawBufferPointer(rebasing: $0.prefix(StoredBody.nonceBytes))) }
    }
}
