import CZeroMQ

/// The text form of keys, ZeroMQ RFC 32.
enum Z85 {
    private static let alphabet: Set<UInt8> = Set("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8)

    /// Whether it is the text of 32 bytes. libzmq 4.3.4 takes some texts that overflow a group: those are refused here.
    static func isKey(_ text: some Sequence<UInt8>) -> Bool {
        var characters = Array(text)
        guard characters.count == CurveKeyPair.z85Count - 1, characters.allSatisfy(alphabet.contains) else { return false }
        characters.append(0)
        var decoded = [UInt8](repeating: 0, count: 32)
        var encoded = [CChar](repeating: 0, count: CurveKeyPair.z85Count)
        let isSame = characters.withUnsafeBufferPointer { characters in
            characters.withMemoryRebound(to: CChar.self) { characters in
                guard zmq_z85_decode(&decoded, characters.baseAddress) != nil, zmq_z85_encode(&encoded, decoded, 32) != nil else { return false }
                return encoded.elementsEqual(characters)
            }
        }
        decoded.withUnsafeMutableBytes { Wiping.wipe($0) }
        encoded.withUnsafeMutableBytes { Wiping.wipe($0) }
        characters.withUnsafeMutableBytes { Wiping.wipe($0) }
        return isSame
    }

    /// The text of 32 bytes; nil for any other count.
    static func text(of bytes: [UInt8]) -> String? {
        guard bytes.count == 32 else { return nil }
        var text = [CChar](repeating: 0, count: CurveKeyPair.z85Count)
        guard zmq_z85_encode(&text, bytes, 32) != nil else { return nil }
        return String(decoding: text.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
