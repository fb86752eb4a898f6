/// The same sentence in both languages.
public struct Wording: Hashable, Sendable {
    public let vi: String
    public let en: String

    public init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }

    public subscript(language: Language) -> String { language == .vi ? vi : en }
}
