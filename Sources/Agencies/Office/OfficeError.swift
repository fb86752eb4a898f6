/// An office refuses something: nothing was changed. The message says where and what to do, and holds no personal value.
public struct OfficeError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, CaseIterable, Sendable {
        /// A value that is not what it must be.
        case invalid
        /// A rule of the domain forbids it.
        case forbidden
        /// What it is about is not known here.
        case unknown
        /// The state machine has no such step.
        case illegalTransition
        /// Somebody else was first, or it is there already.
        case conflict
        /// The gateway would refuse the message.
        case contract
        /// A fund has too little left.
        case overspent
        /// The folder, a file in it or a setting is not as it must be.
        case configuration
        /// The disk failed, or is full, or somebody else has the store: what failed may succeed when it is tried again.
        case storage
        /// Something in the store cannot be read: another version wrote it, or it was damaged.
        case unreadable
    }

    public let code: Code
    public let wording: Wording

    public init(_ code: Code, vi: String, en: String) {
        self.code = code
        wording = Wording(vi: vi, en: en)
    }

    public var description: String { "\(code.rawValue): \(wording.en)" }
}
