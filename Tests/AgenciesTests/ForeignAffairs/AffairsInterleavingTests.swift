import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

/// Agencies speak at the same time: in whatever order their messages meet, the office knows the same at the end.
@Suite struct AffairsInterleavingTests {
    private struct Said {
        let type: String
        let message: any SwiftProtobuf.Message
        let from: String
    }

    @Test func `whatever order the agencies' messages come in, each agency's own kept, the store is the same`() throws {
        let first = try content(seed: 0)
        #expect(first.count > 10)
        for seed: UInt64 in 1...8 { #expect(try content(seed: seed) == first, "seed \(seed)") }
    }

    /// Everything but what tells when and as which message something came.
    private func content(seed: UInt64) throws -> [String] {
        let office = try AffairsTrial.make()
        var waiting = Self.speakers
        var state = seed &+ 1
        while !waiting.isEmpty {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let speaker = Int((state >> 33) % UInt64(waiting.count))
            let said = waiting[speaker].removeFirst()
            try office.receive(said.type, said.message, from: said.from)
            if waiting[speaker].isEmpty { waiting.remove(at: speaker) }
        }
        try office.tick(seconds: 3_600)
        #expect(try office.problems().map(\.code) == [])
        let tables = [
            "protection_case", "case_step", "alert", "early_alert_step", "matter", "welfare", "voice", "handover", "referral", "seasonal_order",
            "worker_contract",
        ]
        return try office.store.read { database in
            try tables.flatMap { table in
                let columns = try database.columns(in: table).map(\.name).filter { $0 != "event_id" }.joined(separator: ", ")
                return try Row.fetchAll(database, sql: "SELECT \(columns) FROM \(table) ORDER BY \(columns)").map { "\(table) \($0)" }
            }
        }
    }

    private static var speakers: [[Said]] {
        let day = UTCTime(seconds: 1_761_350_000)
        let alert = AffairsTrial.ulid(20)
        let references = ["018c0000-0000-7000-8000-000000000000"]
        func opened(_ number: Int) -> Langson_Protection_V1_CaseOpened {
            .with {
                $0.caseID = AffairsTrial.ulid(number)
                $0.channel = .family
                $0.at = day.timestamp
                $0.country = "CN"
                $0.kind = .missing
                $0.workerRef = AffairsTrial.ulid(9)
            }
        }
        let issued = Langson_Alert_V1_CrossingIssued.with {
            $0.alertID = alert
            $0.status = .actual
            $0.urgency = .expected
            $0.severity = .moderate
            $0.certainty = .possible
            $0.commune = "06124"
            $0.expires = day.adding(seconds: 86_400 * 3).timestamp
        }
        let updated = Langson_Alert_V1_CrossingUpdated.with {
            $0.alertID = alert
            $0.references = references
        }
        let handover = Langson_Handover_V1_Received.with {
            $0.batchID = AffairsTrial.ulid(21)
            $0.gate = "HN"
            $0.at = day.timestamp
            $0.adults = 7
        }
        let published = Langson_Demand_V1_OrderPublished.with {
            $0.orderID = AffairsTrial.ulid(22)
            $0.employerRef = "GX-17"
            $0.sector = .agriculture
            $0.seats = 50
            $0.seasonFrom = "2025-11-01"
            $0.seasonTo = "2026-03-31"
        }
        let changed = Langson_Demand_V1_OrderChanged.with {
            $0.orderID = AffairsTrial.ulid(22)
            $0.version = 2
            $0.changes.seats = 60
        }
        let registered = Langson_Contract_V1_Registered.with {
            $0.contractRef = AffairsTrial.ulid(23)
            $0.workerRef = AffairsTrial.ulid(9)
            $0.orderID = AffairsTrial.ulid(22)
            $0.start = "2025-11-01"
            $0.end = "2026-03-31"
        }
        let due = Langson_Return_V1_WelfareDue.with {
            $0.workerRef = AffairsTrial.ulid(9)
            $0.contractRef = AffairsTrial.ulid(23)
            $0.validUntil = "2026-03-31"
            $0.daysPast = 4
        }
        let voice = Langson_Voice_V1_Submitted.with {
            $0.voiceID = AffairsTrial.ulid(24)
            $0.topic = .lodging
            $0.text = "…"
        }
        return [
            [
                Said(type: "protection.case.opened.v1", message: opened(1), from: "centre-a"),
                Said(type: "voice.submitted.v1", message: voice, from: "centre-a"),
                Said(type: "protection.case.opened.v1", message: opened(2), from: "centre-a"),
            ],
            [Said(type: "protection.case.opened.v1", message: opened(3), from: "commune-b")],
            [
                Said(type: "alert.crossing.issued.v1", message: issued, from: "huu-nghi"),
                Said(type: "handover.received.v1", message: handover, from: "huu-nghi"),
            ],
            // A neighbouring post speaks of the same alert.
            [Said(type: "alert.crossing.updated.v1", message: updated, from: "chi-ma")],
            [
                Said(type: "demand.order.published.v1", message: published, from: "desk"),
                Said(type: "demand.order.changed.v1", message: changed, from: "desk"),
            ],
            [
                Said(type: "contract.registered.v1", message: registered, from: "labour"),
                Said(type: "return.welfare.due.v1", message: due, from: "labour"),
            ],
        ]
    }
}
