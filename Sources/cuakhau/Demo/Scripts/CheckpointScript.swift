import Client
import Contracts
import Foundation
import SwiftProtobuf
import Synchronization

/// A checkpoint lets the people of its manifests out in the morning, and in again later.
final class CheckpointScript: AgentScript {
    private struct Traveller {
        let manifest: String
        let chain: MessageChain
        let entry: Langson_Departure_V1_ManifestEntry
    }

    private let share: Int
    private let isFirst: Bool
    private let travellers = Mutex<[Traveller]>([])

    /// The morning's steps, each a short while: so that there is a middle in which something can break.
    private static let steps = 80

    /// - Parameters:
    ///   - share: How many of the workers leave by this gate.
    ///   - isFirst: Whether this is the checkpoint that raises the alert and makes a mistake.
    init(share: Int, isFirst: Bool) {
        self.share = share
        self.isFirst = isFirst
    }

    func begin(_ agent: Agent) async throws {
        var status = Langson_Gate_V1_StatusChanged()
        status.gate = agent.gate
        status.state = .open
        status.from.seconds = Int64(Date().timeIntervalSince1970)
        try await agent.publish("gate.status.changed.v1", status, bound: agent.gate)
        if isFirst { try await raiseAlert(agent) }
        if share == 0 { agent.scriptIsDone() }
    }

    func received(_ delivery: Delivery, _ agent: Agent) async throws {
        guard delivery.type == "departure.manifest.lodged.v1" else { return }
        let manifest: Langson_Departure_V1_ManifestLodged = try delivery.decoded()
        let isWhole = travellers.withLock { travellers in
            travellers += manifest.entries.map { Traveller(manifest: manifest.manifestID, chain: MessageChain(following: delivery), entry: $0) }
            return travellers.count == share
        }
        // Beside the deliveries, which go on meanwhile.
        if isWhole { Task { try await work(agent) } }
    }

    private func work(_ agent: Agent) async throws {
        let travellers = travellers.withLock { $0 }
        let step = max(1, (travellers.count + Self.steps - 1) / Self.steps)
        var sequence: UInt64 = 0
        for isEntry in [false, true] {
            for first in stride(from: 0, to: travellers.count, by: step) {
                var messages: [(type: String, message: OutgoingMessage, bound: String?)] = []
                for traveller in travellers[first..<min(first + step, travellers.count)] {
                    sequence += 1
                    messages.append(try isEntry ? entry(traveller, sequence, agent) : exit(traveller, sequence, agent))
                }
                try await agent.publish(messages)
                try await Task.sleep(for: .milliseconds(100))
            }
            if isFirst, !isEntry { try await makeMistake(agent) }
        }
        agent.scriptIsDone()
    }

    private func exit(_ traveller: Traveller, _ sequence: UInt64, _ agent: Agent) throws -> (String, OutgoingMessage, String?) {
        var exit = Langson_Crossing_V1_ExitRecorded()
        exit.documentToken = traveller.entry.documentToken
        exit.gate = agent.gate
        exit.occurredAt.seconds = Int64(Date().timeIntervalSince1970)
        exit.documentKind = traveller.entry.documentKind
        exit.manifestID = traveller.manifest
        exit.workerRef = traveller.entry.workerRef
        exit.deviceSeq = sequence
        let type = "crossing.exit.recorded.v1"
        return (type, try OutgoingMessage(type: type, exit, isExercise: true, chain: traveller.chain), agent.gate)
    }

    private func entry(_ traveller: Traveller, _ sequence: UInt64, _ agent: Agent) throws -> (String, OutgoingMessage, String?) {
        var entry = Langson_Crossing_V1_EntryRecorded()
        entry.documentToken = traveller.entry.documentToken
        entry.gate = agent.gate
        entry.occurredAt.seconds = Int64(Date().timeIntervalSince1970)
        entry.documentKind = traveller.entry.documentKind
        entry.workerRef = traveller.entry.workerRef
        entry.deviceSeq = sequence
        let type = "crossing.entry.recorded.v1"
        return (type, try OutgoingMessage(type: type, entry, isExercise: true, chain: traveller.chain), agent.gate)
    }

    private func raiseAlert(_ agent: Agent) async throws {
        var alert = Langson_Alert_V1_CrossingIssued()
        alert.alertID = Fictitious.ulid(5, 0)
        alert.status = .exercise
        alert.urgency = .immediate
        alert.severity = .severe
        alert.certainty = .likely
        alert.markerFrom = "1116"
        alert.markerTo = "1118/2"
        alert.persons = 9
        alert.minors = 2
        alert.note = "fictitious: a group on the old path"
        alert.expires.seconds = Int64(Date().timeIntervalSince1970) + 3_600
        try await agent.publish("alert.crossing.issued.v1", alert)
    }

    /// A slip of the pen: the gate in lower case.
    private func makeMistake(_ agent: Agent) async throws {
        var exit = Langson_Crossing_V1_ExitRecorded()
        exit.documentToken = Fictitious.token(-1)
        exit.gate = agent.gate.lowercased()
        exit.occurredAt.seconds = Int64(Date().timeIntervalSince1970)
        exit.documentKind = .borderPass
        exit.deviceSeq = 1
        try await agent.publishWrongly("crossing.exit.recorded.v1", exit)
    }
}
