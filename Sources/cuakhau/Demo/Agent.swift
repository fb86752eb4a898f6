import Client
import Contracts
import Foundation
import SwiftProtobuf
import Synchronization

/// An agency's process in the demo: publishes through an outbox, reads everything it is entitled to, and keeps count.
final class Agent: Sendable {
    let name: String
    let role: Role
    let gate: String
    let workers: Int
    private let publisher: Publisher
    private let consumer: Consumer
    private let state: Mutex<State>

    private struct State {
        var report: AgentReport
        var seen: Set<UInt64> = []
        var lastOfKey: [ArraySlice<UInt8>: UInt64] = [:]
    }

    init(profile: Profile, folder: String, workers: Int) throws {
        name = profile.principal
        guard let role = profile.role.flatMap(Role.init(name:)) else { throw CommandFailure(.configuration, "the profile names no role") }
        self.role = role
        gate = profile.gate ?? ""
        self.workers = workers
        publisher = try Publisher(profile: profile, outbox: "\(folder)/\(name).outbox")
        consumer = try Consumer(
            profile: profile,
            settings: Consumer.Settings(name: "inbox", filter: ">", purpose: "play this agency's part in the demo")
        )
        state = Mutex(State(report: AgentReport(agent: name)))
    }

    // MARK: What scripts do

    /// Publishes a message that the gateway will take: marked as an exercise, as all of the demo is.
    ///
    /// - Parameters:
    ///   - bound: The gate, or the principal, that the type's readers are bound to.
    ///   - chain: Its place after the message that it answers.
    /// - Returns: What was published.
    @discardableResult
    func publish(
        _ type: String,
        _ message: some SwiftProtobuf.Message,
        bound: String? = nil,
        chain: MessageChain? = nil
    ) async throws -> OutgoingMessage {
        let message = try OutgoingMessage(type: type, message, isExercise: true, chain: chain)
        try await publish([(type, message, bound)])
        return message
    }

    func publish(_ messages: [(type: String, message: OutgoingMessage, bound: String?)]) async throws {
        state.withLock { state in
            for (type, message, bound) in messages { state.report.published[bound.map { "\(type)@\($0)" } ?? type, default: Tally()].add(message.id) }
        }
        try await publisher.publish(messages.map(\.message))
    }

    /// Publishes a message that the gateway must refuse: it is not counted among those that have to arrive.
    func publishWrongly(_ type: String, _ message: some SwiftProtobuf.Message) async throws {
        try await publisher.publish(try OutgoingMessage(type: type, message, isExercise: true))
    }

    func scriptIsDone() { state.withLock { $0.report.isScriptDone = true } }

    // MARK: Running

    /// Plays a script until standard input ends, telling of itself five times a second.
    func run(_ script: some AgentScript) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await script.begin(self) }
            group.addTask { try await self.consume(script) }
            group.addTask { try await self.tell() }
            await Self.endOfInput()
            group.cancelAll()
            // What ends by being cancelled has ended well.
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
        await consumer.close()
        var report = try currentReport()
        await publisher.close()
        report.isLast = true
        try Self.write(report)
    }

    private func consume(_ script: some AgentScript) async throws {
        for try await delivery in consumer {
            if note(delivery) { try await script.received(delivery, self) }
            delivery.acknowledge()
            state.withLock { $0.report.acknowledged += 1 }
        }
    }

    /// Counts a delivery.
    ///
    /// - Returns: Whether it is the first one of its message.
    private func note(_ delivery: Delivery) -> Bool {
        let isEntitled = isEntitled(delivery)
        return state.withLock { state in
            if !isEntitled { state.report.unentitled += 1 }
            if delivery.isRedelivered { state.report.redelivered += 1 }
            guard state.seen.insert(delivery.position).inserted else {
                state.report.duplicates += 1
                return false
            }
            state.report.delivered[delivery.type, default: Tally()].add(delivery.id)
            let key = ArraySlice(Array(delivery.type.utf8) + delivery.key)
            if let last = state.lastOfKey[key], last > delivery.position { state.report.inversions += 1 }
            state.lastOfKey[key] = max(state.lastOfKey[key] ?? 0, delivery.position)
            return true
        }
    }

    /// Whether this role may read the type, this gate the message, and every field in it is one that it may read.
    private func isEntitled(_ delivery: Delivery) -> Bool {
        guard let type = Catalogue.standard.type(named: delivery.type), type.mayRead(role) else { return false }
        let body = Array(delivery.body)
        return body.withUnsafeBytes { bytes in
            var view: [UInt8] = []
            guard type.appendView(of: bytes, for: role, to: &view), view == body else { return false }
            switch type.readBinding(for: role) {
            case .none: return true
            case .gate: return gate.isEmpty || type.bindingValueMatches(.gate, Array(gate.utf8), in: bytes)
            case .principal: return type.bindingValueMatches(.principal, Array(name.utf8), in: bytes)
            }
        }
    }

    private func tell() async throws {
        while true {
            try Self.write(try currentReport())
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func currentReport() throws -> AgentReport {
        let status = try publisher.status()
        let refused = try publisher.refused().map { AgentReport.Refused(type: $0.message.type, reason: $0.refusal.description) }
        return state.withLock { state in
            state.report.confirmed = status.confirmed
            state.report.repeats = status.repeats
            state.report.waiting = status.waiting
            state.report.refused = refused
            return state.report
        }
    }

    private static func write(_ report: AgentReport) throws {
        Terminal.write(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
    }

    private static func endOfInput() async {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                while readLine() != nil {}
                continuation.resume()
            }
            thread.start()
        }
    }
}
