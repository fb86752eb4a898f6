/// What ties a reader or a publisher to a part of a type's messages.
public enum Binding: UInt8, Sendable {
    case none = 0
    /// A field holds a gate: a principal that is bound to a gate deals with messages of that gate only.
    case gate
    /// A field holds a principal's name: only that principal reads the message; nobody does where the field is absent.
    case principal
}
