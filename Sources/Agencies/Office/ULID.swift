import Crypto
import Foundation

/// A name that says nothing of what it names: 48 bits of time and 80 bits in Crockford's base 32, 26 characters (the ULID specification).
public struct ULID: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// - Parameter tail: 10 bytes.
    public init(milliseconds: Int64, tail: some Collection<UInt8>) {
        precondition(tail.count == 10, "80 bits follow the time")
        let bytes = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) } + tail
        var characters: [UInt8] = []
        // 130 bits for 128: the first character holds three.
        var (bits, count): (UInt32, Int) = (0, 2)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                characters.append(Self.alphabet[Int(bits >> UInt32(count) & 31)])
            }
        }
        description = String(decoding: characters, as: UTF8.self)
    }

    /// Reads 26 characters; nil where they are no ULID.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 26, bytes[0] <= UInt8(ascii: "7"), bytes.allSatisfy(Self.alphabet.contains) else { return nil }
        description = text
    }

    /// The name that follows from what it stands for: asked again, it is the same.
    ///
    /// - Parameters:
    ///   - secret: Without it nobody can tell a name from what it stands for.
    ///   - parts: What it stands for, the kind first.
    init(_ time: UTCTime, secret: [UInt8], parts: [String]) {
        var code = HMAC<SHA256>(key: SymmetricKey(data: secret))
        for part in parts {
            code.update(data: Data(part.utf8))
            code.update(data: [0])
        }
        self.init(milliseconds: time.microseconds / 1_000, tail: Array(code.finalize().prefix(10)))
    }
}
