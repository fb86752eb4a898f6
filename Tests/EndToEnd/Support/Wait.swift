import Foundation

/// A condition did not come true in time.
struct WaitTimeout: Error, CustomStringConvertible {
    let condition: String
    let limit: Duration
    var description: String { "not within \(limit): \(condition)" }
}

/// Waits for a condition, looking often. The only place where these tests let time pass.
///
/// - Throws: ``WaitTimeout``, or what `isTrue` throws.
func wait(for condition: String, within limit: Duration = .seconds(20), until isTrue: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !isTrue() {
        guard ContinuousClock.now < deadline else { throw WaitTimeout(condition: condition, limit: limit) }
        try await Task.sleep(for: .milliseconds(3))
    }
}

/// Runs work that must end by itself within a time.
func within<Result: Sendable>(
    _ limit: Duration,
    _ what: String,
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw WaitTimeout(condition: what, limit: limit) }
        return result
    }
}
