import Client
import Contracts
import Foundation
import Synchronization

/// A durable consumer that acknowledges each message, and remembers what it saw.
final class CrashReader: Sendable {
    struct Seen: Sendable {
        let position: UInt64
        let name: CrashLoad.Name
        let key: String
    }

    private let consumer: Consumer
    private let seen = Mutex<[Seen]>([])
    private let task = Mutex<Task<Void, any Error>?>(nil)

    init(_ profile: Profile, name: String?) throws {
        consumer = try Consumer(profile: profile, settings: .init(name: name, filter: "crossing.>", purpose: "count what crosses"))
    }

    var all: [Seen] { seen.withLock { $0 } }
    var count: Int { seen.withLock { $0.count } }

    func start() {
        let task = Task { [self] in
            for try await delivery in consumer {
                let exit: Langson_Crossing_V1_ExitRecorded = try delivery.decoded()
                let name = CrashLoad.Name(principal: delivery.principal, number: exit.deviceSeq)
                seen.withLock { $0.append(Seen(position: delivery.position, name: name, key: exit.documentToken)) }
                delivery.acknowledge()
            }
        }
        self.task.withLock { $0 = task }
    }

    /// - Throws: What ended the reading before its time.
    func finish() async throws {
        await consumer.close()
        try await task.withLock { $0 }?.value
    }
}
