/// Runs work for a limited time.
///
/// - Throws: ``CommandFailure`` with `unavailable` when the time is over; the work is cancelled.
func withDeadline<Result: Sendable>(
    _ limit: Duration,
    or message: String,
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw CommandFailure(.unavailable, message) }
        return result
    }
}
