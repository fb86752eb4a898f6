import Contracts
import Foundation

/// A text, padded so that its length says little: four bytes of length, the text, zeros.
enum SealedText {
    static let byteCountMax = SealFormat.contentByteCounts[SealFormat.contentByteCounts.count - 1] - 4

    static func padded(_ text: SecretBytes) throws(SealError) -> SecretBytes {
        guard (1...byteCountMax).contains(text.count) else {
            throw SealError(.size, "what is sealed has 1 to \(byteCountMax) bytes: put the rest into another referral")
        }
        let size = SealFormat.contentByteCounts.first { $0 >= text.count + 4 } ?? 0
        return SecretBytes(byteCount: size) { padded in
            for place in 0..<4 { padded[place] = UInt8(truncatingIfNeeded: text.count >> (24 - 8 * place)) }
            text.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: padded[4...]).copyMemory(from: $0) }
        }
    }

    /// - Returns: Nil where it was not padded so.
    static func text(of padded: SecretBytes) -> SecretBytes? {
        padded.withUnsafeBytes { bytes in
            guard bytes.count >= 4 else { return nil }
            let count = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
            guard (1...(bytes.count - 4)).contains(count), bytes[(4 + count)...].allSatisfy({ $0 == 0 }) else { return nil }
            return SecretBytes(copying: UnsafeRawBufferPointer(rebasing: bytes[4..<(4 + count)]))
        }
    }
}
