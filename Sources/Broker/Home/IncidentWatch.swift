/// Looks whether an incident was opened while the gateway runs.
struct IncidentWatch: Sendable {
    private let file: IncidentFile
    private var seen: FileStamp?
    private var count: Int

    init(file: IncidentFile) {
        self.file = file
        seen = FileStamp(file.path)
        count = (try? file.incidents().count) ?? 0
    }

    /// Those that were opened since the last look. A file that cannot be read is looked at again.
    mutating func takeNew() -> [Incident] {
        let stamp = FileStamp(file.path)
        guard stamp != seen, let incidents = try? file.incidents() else { return [] }
        seen = stamp
        defer { count = incidents.count }
        return Array(incidents.dropFirst(count))
    }
}
