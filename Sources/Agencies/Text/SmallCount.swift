/// How counts of people leave an office: below five they are not told, since so few can be recognised.
public enum SmallCount {
    public static let least = 5

    /// The count, or `< 5`. Nobody is nobody: 0 is told.
    public static func text(_ count: Int) -> String { (1..<least).contains(count) ? "< \(least)" : String(count) }

    /// For a message: 0 in place of 1 to 4.
    public static func suppressed(_ count: Int) -> Int { count < least ? 0 : count }
}
