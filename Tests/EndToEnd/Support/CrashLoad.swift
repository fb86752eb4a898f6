import Client
import Contracts
import Foundation
import Synchronization

/// Agencies at work while their gateway is killed again and again: some publish directly, some through an outbox.
final class CrashLoad: Sendable {
    /// A message as its publisher knows it.
    struct Name: Hashable, Sendable {
        let principal: String
        let number: UInt64
    }

    private struct State {
        /// What was confirmed, and where, as far as the publisher was told a position.
        var confirmed: [Name: UInt64?] = [:]
        var isToStop = false
    }

    private let state = Mutex(State())
    private let direct: [(name: String, publisher: DirectPublisher)]
    private let outboxes: [(name: String, publisher: Publisher)]
    private let tasks = Mutex<[Task<Void, any Error>]>([])

    /// Keys of one publisher. Two of its tasks share them evenly, so that each key has one writer.
    private static let keys = 8
    private static let lanes = 2
    private static let batch = 10
    /// How far an agency with an outbox runs ahead of its gateway.
    private static let waitingMax = 400

    init(direct directProfiles: [Profile], outboxes outboxProfiles: [Profile], folder: String) throws {
        direct = try directProfiles.map { ($0.principal, try DirectPublisher(profile: $0)) }
        outboxes = try outboxProfiles.map { ($0.principal, try Publisher(profile: $0, outbox: "\(folder)/\($0.principal).sqlite")) }
    }

    var confirmed: [Name: UInt64?] { state.withLock { $0.confirmed } }
    var confirmedCount: Int { state.withLock { $0.confirmed.count } }
    private var isToStop: Bool { state.withLock { $0.isToStop } }

    func start() {
        var tasks: [Task<Void, any Error>] = []
        for (name, publisher) in direct {
            for lane in 0..<Self.lanes { tasks.append(Task { try await self.publish(name, publisher, lane) }) }
        }
        for (name, publisher) in outboxes { tasks.append(Task { try await self.publish(name, publisher) }) }
        self.tasks.withLock { $0 = tasks }
    }

    /// Publishes no more, and waits until all is confirmed.
    func finish() async throws {
        state.withLock { $0.isToStop = true }
        for task in tasks.withLock({ $0 }) { try await task.value }
        for (_, publisher) in direct { await publisher.close() }
        for (_, publisher) in outboxes { await publisher.close() }
    }

    private func publish(_ name: String, _ publisher: DirectPublisher, _ lane: Int) async throws {
        var number = UInt64(lane)
        while !isToStop {
            var batch: [(number: UInt64, message: OutgoingMessage)] = []
            for _ in 0..<Self.batch {
                number += UInt64(Self.lanes)
                let key = Int(number / UInt64(Self.lanes)) % (Self.keys / Self.lanes) * Self.lanes + lane
                batch.append((number, try Crossings.exit(key: key, number: number)))
            }
            let outcomes = try await publisher.publish(batch.map(\.message))
            try state.withLock { state in
                for (sent, outcome) in zip(batch, outcomes) {
                    guard case .confirmed(let position, _) = outcome else { throw Refused(outcome: outcome) }
                    state.confirmed[Name(principal: name, number: sent.number)] = position
                }
            }
        }
    }

    private func publish(_ name: String, _ publisher: Publisher) async throws {
        var number: UInt64 = 0
        var unsettled: [(number: UInt64, id: Int64)] = []
        while true {
            let isStopping = isToStop
            if !isStopping, unsettled.count < Self.waitingMax {
                var batch: [OutgoingMessage] = []
                let first = number + 1
                for _ in 0..<Self.batch {
                    number += 1
                    batch.append(try Crossings.exit(key: Int(number) % Self.keys, number: number))
                }
                let ids = try await publisher.publish(batch)
                for (offset, id) in ids.enumerated() { unsettled.append((first + UInt64(offset), id)) }
            }
            let status = try publisher.status()
            guard status.refused == 0 else { throw Refused(outcome: nil) }
            // Answers come in order here: nothing is refused.
            let settled = unsettled.prefix(unsettled.count - min(unsettled.count, status.waiting))
            state.withLock { state in
                for sent in settled { state.confirmed[Name(principal: name, number: sent.number)] = .some(nil) }
            }
            unsettled.removeFirst(settled.count)
            if isStopping, unsettled.isEmpty { return }
            if unsettled.count >= Self.waitingMax || isStopping { _ = try await publisher.outcome(of: unsettled[0].id) }
        }
    }

    struct Refused: Error {
        let outcome: PublishOutcome?
    }
}
