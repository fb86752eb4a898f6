/// The number of the paper that money is paid by. It names a payment of a loan: said again, it is the same payment.
public struct Voucher: Hashable, Sendable, CustomStringConvertible {
    public static let lengthMax = 40

    public let description: String

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``.
    public init(validating text: String) throws(OfficeError) {
        guard (1...Self.lengthMax).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw OfficeError(
                .invalid,
                vi: "số chứng từ có 1 đến \(Self.lengthMax) ký tự, không có dấu và khoảng trắng",
                en: "a voucher's number has 1 to \(Self.lengthMax) characters of ASCII and no space"
            )
        }
        description = text
    }
}
