/// What the operator is told of a document.
public enum CrossingAnswer: Hashable, Sendable {
    /// A crossing of its own.
    ///
    /// - Parameters:
    ///   - number: This terminal's count.
    ///   - match: Nil: on no manifest, which is ordinary and not a violation.
    case recorded(number: UInt64, at: UTCTime, match: ManifestMatch?)
    /// The passage that was recorded already.
    case repeated(number: UInt64, at: UTCTime)
}
