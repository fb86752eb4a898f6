import CSodium
import Crypto
import Foundation

/// AES-256-GCM, written to where it is needed.
///
/// Of swift-crypto one call costs 1.35 µs whatever its size, most of it for objects that hold the result: a third of what the whole gateway needs for a message. libsodium, which
/// ZeroMQ brings along, needs a fifth of that where the processor has AES; elsewhere swift-crypto does it. Both make and take the same bytes.
struct BodyCipher {
    enum Implementation: CaseIterable {
        case sodium
        case crypto
    }

    let implementation: Implementation

    /// The fastest that this machine has.
    static let standard = BodyCipher(implementation: isSodiumUsable ? .sodium : .crypto)

    /// Whether libsodium can do it here.
    static let isSodiumUsable = sodium_init() >= 0 && crypto_aead_aes256gcm_is_available() == 1

    /// Encrypts.
    ///
    /// - Parameters:
    ///   - nonce: 12 bytes, never the same twice under one key.
    ///   - output: Gets ciphertext and tag: 16 bytes more than the text has.
    /// - Returns: False where the key is not one.
    func seal(
        _ text: UnsafeRawBufferPointer,
        key: SymmetricKey,
        nonce: UnsafeRawBufferPointer,
        binding: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        precondition(output.count == text.count + StoredBody.tagBytes && nonce.count == StoredBody.nonceBytes)
        guard key.bitCount == 256 else { return false }
        switch implementation {
        case .sodium:
            return key.withUnsafeBytes { key in
                crypto_aead_aes256gcm_encrypt(
                    output.bytes,
                    nil,
                    text.bytes,
                    UInt64(text.count),
                    binding.bytes,
                    UInt64(binding.count),
                    nil,
                    nonce.bytes,
                    key.bytes
                ) == 0
            }
        case .crypto:
            guard let nonce = try? AES.GCM.Nonce(data: nonce), let box = try? AES.GCM.seal(text, using: key, nonce: nonce, authenticating: binding)
            else {
                return false
            }
            output.copyBytes(from: box.ciphertext)
            UnsafeMutableRawBufferPointer(rebasing: output[text.count...]).copyBytes(from: box.tag)
            return true
        }
    }

    /// Decrypts.
    ///
    /// - Parameters:
    ///   - sealed: Ciphertext and tag.
    ///   - output: Gets the text: 16 bytes less. Holds nothing of it where this fails.
    /// - Returns: False where any bit of it, the nonce, the binding or the key is another.
    func open(
        _ sealed: UnsafeRawBufferPointer,
        key: SymmetricKey,
        nonce: UnsafeRawBufferPointer,
        binding: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        precondition(sealed.count == output.count + StoredBody.tagBytes && nonce.count == StoredBody.nonceBytes)
        guard key.bitCount == 256 else { return false }
        switch implementation {
        case .sodium:
            return key.withUnsafeBytes { key in
                crypto_aead_aes256gcm_decrypt(
                    output.bytes,
                    nil,
                    nil,
                    sealed.bytes,
                    UInt64(sealed.count),
                    binding.bytes,
                    UInt64(binding.count),
                    nonce.bytes,
                    key.bytes
                ) == 0
            }
        case .crypto:
            let end = output.count
            guard let nonce = try? AES.GCM.Nonce(data: nonce),
                let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed[..<end], tag: sealed[end...]),
                let text = try? AES.GCM.open(box, using: key, authenticating: binding)
            else { return false }
            output.copyBytes(from: text)
            return true
        }
    }
}

// Of no bytes there is an address all the same, which nobody looks at: libsodium wants one.
extension UnsafeRawBufferPointer {
    fileprivate var bytes: UnsafePointer<UInt8> { bindMemory(to: UInt8.self).baseAddress ?? UnsafePointer(bitPattern: 16)! }
}

extension UnsafeMutableRawBufferPointer {
    fileprivate var bytes: UnsafeMutablePointer<UInt8> { bindMemory(to: UInt8.self).baseAddress ?? UnsafeMutablePointer(bitPattern: 16)! }
}
