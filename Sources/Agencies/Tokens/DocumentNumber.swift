/// The number of a travel document on its way to a token: in one form, whoever wrote it, and wiped when its owner lets it go.
///
/// The form: upper case; spaces, hyphens, dots, slashes and the filler `<` of machine-readable zones are left out. So the checkpoint's scanner and
/// the labour hub's list get the same token for `c 123-4567`, `C1234567` and `C1234567<`.
public struct DocumentNumber: ~Copyable {
    /// How many letters and digits a number has: ICAO 9303 lets a TD1 document have 22, and no paper at these gates has fewer than 4 [I].
    public static let lengths = 4...22

    private let buffer: WipingBuffer
    private let count: Int

    /// Brings a number to its form.
    ///
    /// - Parameter characters: ASCII, as it was read or written. The caller wipes it.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``, which says nothing of the number.
    public init(normalising characters: some Sequence<UInt8>) throws(OfficeError) {
        let buffer = WipingBuffer(byteCount: Self.lengths.upperBound)
        var count = 0
        var isValid = true
        buffer.withUnsafeMutableBytes { bytes in
            for character in characters {
                switch character {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    if count < bytes.count { bytes[count] = character }
                    count += 1
                case UInt8(ascii: "a")...UInt8(ascii: "z"):
                    if count < bytes.count { bytes[count] = character - 32 }
                    count += 1
                case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "<"): break
                default: isValid = false
                }
            }
        }
        guard isValid else {
            throw OfficeError(
                .invalid,
                vi: "số giấy tờ chỉ gồm chữ cái không dấu và chữ số: hãy nhập lại",
                en: "a document's number has letters A to Z and digits only: enter it again"
            )
        }
        guard Self.lengths.contains(count) else {
            throw OfficeError(
                .invalid,
                vi: "số giấy tờ có từ \(Self.lengths.lowerBound) đến \(Self.lengths.upperBound) chữ cái và chữ số: hãy nhập lại",
                en: "a document's number has \(Self.lengths.lowerBound) to \(Self.lengths.upperBound) letters and digits: enter it again"
            )
        }
        self.buffer = buffer
        self.count = count
    }

    /// The number in its form, for as long as the body runs.
    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        buffer.withUnsafeMutableBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
}
