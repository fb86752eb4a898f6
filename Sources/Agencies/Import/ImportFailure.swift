/// A file was refused as a whole: nothing of it was taken.
public struct ImportFailure: Error, Sendable {
    /// Every fault that was found, up to ``faultsMax``, in the order of lines.
    public let faults: [ImportFault]
    /// How many more there are.
    public let furtherCount: Int

    /// So many are told: whoever has more has another kind of file.
    public static let faultsMax = 100

    public init(_ faults: [ImportFault]) {
        self.faults = Array(faults.prefix(Self.faultsMax))
        furtherCount = max(0, faults.count - Self.faultsMax)
    }

    public func lines(_ language: Language) -> [String] {
        var lines = faults.map { $0.text(language) }
        if furtherCount > 0 { lines.append(Wording(vi: "và \(furtherCount) lỗi khác", en: "and \(furtherCount) more")[language]) }
        lines.append(
            Wording(vi: "Không có gì được nhập: hãy sửa tệp rồi nhập lại.", en: "Nothing was imported: mend the file, and import it again.")[language]
        )
        return lines
    }
}
