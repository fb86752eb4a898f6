/// One reading of one worker's identity by a person.
public struct VaultAccess: Codable, Hashable, Sendable {
    public let number: Int
    public let at: Int64
    public let officer: String
    public let workerRef: String
    public let purpose: String

    /// What the chain holds of it, unmistakably.
    var text: String { "\(number)\n\(at)\n\(officer.utf8.count):\(officer)\n\(workerRef)\n\(purpose)" }
}
