import Crypto
import Testing

@testable import Journal

/// Both implementations make the same bytes, and take each other's.
struct BodyCipherTests {
    private let key = SymmetricKey(size: .bits256)
    private let nonce = (0..<12).map { UInt8($0) }
    private let binding = Array("position and part".utf8)

    private static var implementations: [BodyCipher.Implementation] {
        BodyCipher.isSodiumUsable ? BodyCipher.Implementation.allCases : [.crypto]
    }

    private func seal(_ text: [UInt8], by implementation: BodyCipher.Implementation, key: SymmetricKey? = nil) -> [UInt8]? {
        var sealed = [UInt8](repeating: 0, count: text.count + 16)
        let isSealed = sealed.withUnsafeMutableBytes { sealed in
            text.withUnsafeBytes { text in
                nonce.withUnsafeBytes { nonce in
                    binding.withUnsafeBytes { binding in
                        BodyCipher(implementation: implementation).seal(text, key: key ?? self.key, nonce: nonce, binding: binding, into: sealed)
                    }
                }
            }
        }
        return isSealed ? sealed : nil
    }

    private func open(
        _ sealed: [UInt8],
        by implementation: BodyCipher.Implementation,
        key: SymmetricKey? = nil,
        nonce: [UInt8]? = nil,
        binding: [UInt8]? = nil
    ) -> [UInt8]? {
        var text = [UInt8](repeating: 0, count: sealed.count - 16)
        let isOpen = text.withUnsafeMutableBytes { text in
            sealed.withUnsafeBytes { sealed in
                (nonce ?? self.nonce).withUnsafeBytes { nonce in
                    (binding ?? self.binding).withUnsafeBytes { binding in
                        BodyCipher(implementation: implementation).open(sealed, key: key ?? self.key, nonce: nonce, binding: binding, into: text)
                    }
                }
            }
        }
        return isOpen ? text : nil
    }

    @Test func `what one implementation seals the other opens, whatever its length`() throws {
        for count in [0, 1, 15, 16, 17, 100, 364, 4_096, 65_536] {
            let text = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let reference = try AES.GCM.seal(text, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: binding)
            for sealing in Self.implementations {
                let sealed = try #require(seal(text, by: sealing))
                #expect(sealed == Array(reference.ciphertext) + Array(reference.tag))
                for opening in Self.implementations { #expect(open(sealed, by: opening) == text) }
            }
        }
    }

    @Test(arguments: implementations) func `whatever was changed, it does not open`(implementation: BodyCipher.Implementation) throws {
        let sealed = try #require(seal(Array("somebody went out".utf8), by: implementation))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(open(changed, by: implementation) == nil)
        }
        #expect(open(sealed, by: implementation, key: SymmetricKey(size: .bits256)) == nil)
        #expect(open(sealed, by: implementation, nonce: Array(nonce.reversed())) == nil)
        #expect(open(sealed, by: implementation, binding: []) == nil)
        #expect(open(sealed, by: implementation) != nil)
    }

    @Test(arguments: implementations) func `a shorter key is none`(implementation: BodyCipher.Implementation) {
        #expect(seal([1], by: implementation, key: SymmetricKey(size: .bits128)) == nil)
    }
}
