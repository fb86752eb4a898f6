/// That a subject's key is to be destroyed: everything stored about it is unreadable from then on.
public struct Erasure: Hashable, Sendable {
    /// The subject's name, as messages have it.
    public let subject: [UInt8]

    public init(subject: [UInt8]) { self.subject = subject }
}
