/// A row of a list that changes with time, as people look it up.
public struct ReferenceEntry: Sendable {
    public let code: String
    public let nameVI: String
    public let validity: Validity
}
