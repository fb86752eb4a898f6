import ArgumentParser
import Foundation

/// How long a new key is good for.
struct KeyLifetime: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The key ends after so many days; 0: never.", valueName: "days"))
    var expiresInDays = 365

    func validate() throws {
        guard (0...3_650).contains(expiresInDays) else { throw ValidationError("--expires-in-days is 0 to 3650") }
    }

    /// Microseconds since 1970-01-01T00:00:00Z; nil: never.
    var end: Int64? { expiresInDays == 0 ? nil : Self.inDays(expiresInDays) }

    static func inDays(_ days: Int) -> Int64 { (Int64(Date().timeIntervalSince1970) + Int64(days) * 86_400) * 1_000_000 }
}
