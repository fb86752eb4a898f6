import Contracts
import Foundation
import Journal
import SwiftProtobuf
import Testing
import Wire

@testable import Broker

/// Every type, for every role, through every way out: no field leaves that the .proto does not grant.
struct ViewWalkTests {
    /// One principal of each role; all at gate HN, so that no binding hides what a view should have cut.
    private static let readers = Role.allCases.map { Principal(name: "reader-\($0.name)", role: $0, gate: "HN", keys: ["key of \($0.name)"]) }

    private func harness(_ type: TypeOracle, for principal: Principal, limits: BrokerLimits = BrokerLimits()) throws -> CoreHarness {
        // The journal gets what no door has checked: every field at once.
        let journal = ModelJournal()
        let body = type.body(gate: "HN", principal: principal.name)
        var batch = JournalBatch()
        batch.types = [TypeRecord(id: 0, name: type.name)]
        batch.clients = [ClientRecord(id: 1, principal: "publisher", name: "publisher", lastSequence: 1)]
        batch.runs = [ClientRun(client: 1, firstSequence: 1, count: 1, firstPosition: 1)]
        batch.messages = MessageSegment(
            bytes: Array("key".utf8) + body,
            entries: [
                MessageEntry(
                    position: 1,
                    recordedAt: 1,
                    client: 1,
                    type: 0,
                    isExercise: false,
                    clientSequence: 1,
                    idHigh: 1,
                    idLow: 1,
                    key: ByteSlice(offset: 0, count: 3),
                    body: ByteSlice(offset: 3, count: UInt32(body.count))
                )
            ]
        )
        try journal.commit(batch)
        return CoreHarness(Self.readers, limits: limits, journal: journal)
    }

    /// What a role gets of a type, by the way it left.
    private func waysOut(_ type: TypeOracle, _ principal: Principal) throws -> [(way: String, body: [UInt8])] {
        var found: [(String, [UInt8])] = []
        func delivered(_ peer: Peer, _ way: String) { for message in peer.takeDelivered() { found.append((way, [UInt8](message.body))) } }

        let harness = try harness(type, for: principal)
        let peer = try Peer.connected(harness, principal)
        peer.subscribe(type.name, number: 1)
        harness.settleAll()
        delivered(peer, "tail")
        peer.subscribe(type.name, number: 1, replay: WireReplay.with { $0.messagesPerSecond = 1_000 })
        harness.advance(.seconds(1))
        harness.settleAll()
        delivered(peer, "replay")
        peer.unsubscribe()
        harness.settleAll()
        _ = peer.take()

        // Durable: delivered, failed, delivered again, dead, listed, tried again.
        peer.subscribe(type.name, consumer: "inbox", number: 1, settings: ConsumerStage.settings(attempts: 2))
        harness.settleAll()
        delivered(peer, "consumer")
        peer.answer(.nak, 1)
        harness.settleAll()
        harness.advance(.seconds(2))
        harness.settleAll()
        delivered(peer, "redelivery")
        peer.answer(.terminate, 1)
        harness.settleAll()
        _ = peer.take()
        peer.send(.adminRequest, AdminRequest.with { $0.listDeadLetters.bodies = true })
        harness.settleAll()
        for response in peer.take().compactMap(\.asAdminResponse) {
            for letter in response.deadLetterList.letters { found.append(("dead letter", [UInt8](letter.body))) }
        }
        peer.send(
            .adminRequest,
            AdminRequest.with {
                $0.resolveDeadLetters.filter.principal = principal.name
                $0.resolveDeadLetters.filter.consumer = "inbox"
            }
        )
        harness.settleAll()
        harness.advance(.seconds(2))
        harness.settleAll()
        delivered(peer, "retried dead letter")
        return found
    }

    @Test(arguments: TypeOracle.all)
    func `no field leaves that the proto does not grant`(type: TypeOracle) throws {
        for principal in Self.readers {
            let found = try waysOut(type, principal)
            for (way, body) in found { #expect(type.leaks(body, to: principal.role) == [], "\(type.name) to \(principal.role) by \(way)") }
            let isReader = type.readers.contains { $0.role == principal.role }
            let ways = Set(found.map(\.way))
            let expected: Set<String> = ["tail", "replay", "consumer", "redelivery", "dead letter", "retried dead letter"]
            #expect(ways == (isReader ? expected : []), "\(principal.role): \(ways)")
            // And what it may see is there.
            for (way, body) in found where !type.visible(principal.role).isEmpty { #expect(!body.isEmpty, "\(principal.role) by \(way)") }
        }
    }

    @Test func `a body that is not cut is found out, wherever there is something to cut`() {
        var cut = 0
        for type in TypeOracle.all {
            let body = type.body(gate: "HN", principal: "x")
            for role in Role.allCases {
                let catalogued = Catalogue.standard.type(named: type.name)
                guard type.readers.contains(where: { $0.role == role }), catalogued?.isWhole(for: role) == false else { continue }
                #expect(!type.leaks(body, to: role).isEmpty, "\(type.name) \(role)")
                cut += 1
            }
        }
        #expect(cut > 5)
        #expect(TypeOracle.all.map(\.name) == Catalogue.standard.types.map(\.name).sorted())
    }

    @Test func `bodies leave the gateway through one place of the code`() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../Sources/Broker")
            .standardizedFileURL
        var places: [String] = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            places += Array(repeating: path, count: text.components(separatedBy: "appendView(").count - 1)
        }
        #expect(places == ["Core/Views/BrokerCore+Views.swift"])
    }
}

extension TypeOracle: CustomTestStringConvertible {
    var testDescription: String { name }
}
