import Client

/// Where a document stands on a manifest.
public struct ManifestMatch: Hashable, Sendable {
    public let manifest: String
    /// The labour hub's pseudonym.
    public let worker: String
    /// The day of departure that the manifest is for.
    public let day: CalendarDay
    /// Of messages that follow from the manifest.
    let chain: MessageChain?
}
