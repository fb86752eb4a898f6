import Contracts
import Foundation
import GRDB
import SwiftProtobuf

@testable import Agencies

/// A labour hub with an order and workers, all fictitious.
final class LabourTrial {
    let office: OfficeTrial<LabourOffice>
    let order = "01K8CZAV00ABCDEFGHJKMNPQRS"

    init(day: String = "2025-10-20", seats: Int = 100, settings: LabourSettings = LabourSettings()) throws {
        office = try OfficeTrial(LabourOffice(settings: settings), day: day)
        try office.receive("demand.order.published.v1", published(seats: seats), from: "desk")
    }

    func published(seats: Int) -> Langson_Demand_V1_OrderPublished {
        .with {
            $0.orderID = order
            $0.employerRef = "farm-1"
            $0.sector = .agriculture
            $0.seats = UInt32(seats)
            $0.seasonFrom = "2025-10-25"
            $0.seasonTo = "2026-01-20"
            $0.wage = .with {
                $0.amountMinor = 15_000
                $0.currency = "CNY"
                $0.period = .day
            }
            $0.hoursPerWeek = 48
            $0.lodging = .byEmployer
            $0.insurance = .byEmployer
            $0.gates = ["HN", "CM"]
        }
    }

    /// - Returns: Their pseudonyms.
    func enrol(_ count: Int) throws -> [String] {
        try office.write { _, transaction in
            let enrolling = Enrolling(in: transaction)
            return try (0..<count).map { number in
                let identity = Identity(name: "Fictitious \(number)", documentKind: .passport, documentNumber: "", contact: "")
                let entry = Enrolling.Entry(
                    identity: identity,
                    token: token(number),
                    commune: "05977",
                    birthYear: 1990,
                    market: "chongzuo",
                    consent: "2025-1"
                )
                let ref = try enrolling.ref(of: entry)
                try enrolling.put(entry, as: ref)
                return ref
            }
        }
    }

    func token(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 64 - digits.count) + digits
    }

    /// Workers who have accepted and are on a manifest.
    func sendOff(_ count: Int, gate: String = "HN", day: String = "2025-10-25") throws {
        let workers = try enrol(count)
        try office.write { rules, transaction in
            let contracting = Contracting(in: transaction)
            _ = try contracting.offer(order: order, to: workers)
            try contracting.accept(ContractRecord.all(transaction.database, order: order, state: .offered).map(\.ref))
            _ = try Manifests(settings: rules.settings, in: transaction).lodge(order: order, gate: gate, day: CalendarDay(day)!)
        }
    }

    func exit(_ number: Int, _ time: UTCTime, gate: String = "HN") throws {
        let message = Langson_Crossing_V1_ExitRecorded.with {
            $0.documentToken = token(number)
            $0.gate = gate
            $0.occurredAt = time.timestamp
            $0.documentKind = .passport
            $0.deviceSeq = 1
        }
        try office.receive("crossing.exit.recorded.v1", message, from: "huu-nghi")
    }

    func enter(_ number: Int, _ time: UTCTime, gate: String = "HN", need: Langson_Crossing_V1_DeclaredNeed = .unspecified) throws {
        let message = Langson_Crossing_V1_EntryRecorded.with {
            $0.documentToken = token(number)
            $0.gate = gate
            $0.occurredAt = time.timestamp
            $0.documentKind = .passport
            $0.deviceSeq = 1
            $0.declaredNeed = need
        }
        try office.receive("crossing.entry.recorded.v1", message, from: "huu-nghi")
    }

    func time(_ day: String, _ hour: Int = 9) -> UTCTime { UTCTime(CalendarDay(day)!, hour: hour) }

    func journeys() throws -> [JourneyRecord] { try office.store.read { try JourneyRecord.all($0) } }

    /// By the number of the document.
    func journey(_ number: Int) throws -> JourneyRecord? { try office.store.read { try JourneyRecord.all(token: token(number), $0).first } }
}
