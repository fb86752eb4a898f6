import Contracts
import SwiftProtobuf
import Wire

/// A message to publish. Every person, document and contract in it is made up.
struct Sample: Equatable {
    var type: String
    var body: [UInt8]
    var id: [UInt8]
    var isExercise = false
    var correlation: [UInt8] = []
    var causation: [UInt8] = []

    /// When what the samples tell of happened: before the tests' clock begins.
    private static let time = Google_Protobuf_Timestamp(seconds: 1_767_225_000)

    private init(_ type: String, _ body: some SwiftProtobuf.Message, _ number: UInt64) {
        self.type = type
        self.body = (try? body.serializedBytes()) ?? []
        id = Self.eventID(number)
    }

    /// The same message, after another one of a chain.
    func following(_ earlier: Sample) -> Sample {
        var copy = self
        copy.correlation = earlier.correlation.isEmpty ? earlier.id : earlier.correlation
        copy.causation = earlier.id
        return copy
    }

    /// A UUIDv7 that holds a number.
    static func eventID(_ number: UInt64) -> [UInt8] {
        [0x01, 0x93, 0x2c, 0x07, 0x20, 0x9f, 0x70, 0x00] + (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) | ($0 == 0 ? 0x80 : 0) }
    }

    /// 26 characters of Crockford base 32 that hold a number.
    static func ulid(_ number: UInt64) -> String {
        let digits = String(number)
        return "01JAVD5E5Z" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func exit(_ number: UInt64 = 1, gate: String = "HN") -> Sample {
        var body = Langson_Crossing_V1_ExitRecorded()
        body.documentToken = String(repeating: "0af9", count: 16)
        body.gate = gate
        body.occurredAt = time
        body.documentKind = .borderPass
        body.deviceSeq = number
        return Sample("crossing.exit.recorded.v1", body, number)
    }

    static func status(_ number: UInt64 = 1, gate: String = "HN", note: String = "") -> Sample {
        var body = Langson_Gate_V1_StatusChanged()
        body.gate = gate
        body.state = .limited
        body.from = time
        body.note = note
        return Sample("gate.status.changed.v1", body, number)
    }

    static func contract(_ number: UInt64 = 1, worker: UInt64 = 7) -> Sample {
        var body = Langson_Contract_V1_Registered()
        body.contractRef = ulid(number)
        body.workerRef = ulid(worker)
        body.orderID = ulid(8)
        body.start = "2026-11-01"
        body.end = "2027-02-28"
        body.wage.amountMinor = 350_000
        body.wage.currency = "CNY"
        body.wage.period = .day
        return Sample("contract.registered.v1", body, number)
    }

    /// Of the bulk lane.
    static func disbursed(_ number: UInt64 = 1) -> Sample {
        var body = Langson_Loan_V1_DisbursedReported()
        body.period = "2026-10"
        body.fund = .central
        body.loans = 12
        body.totalVnd = Int64(number) * 1_000_000
        return Sample("loan.disbursed.reported.v1", body, number)
    }

    /// Of the bulk lane, from a checkpoint.
    static func report(_ number: UInt64 = 1) -> Sample {
        var body = Langson_Report_V1_Submitted()
        body.organisation = "border"
        body.period = "2026-H2"
        body.form = .narrative
        body.version = UInt32(number)
        body.narrative = "nothing out of the ordinary"
        return Sample("report.submitted.v1", body, number)
    }

    /// Of the emergency lane.
    static func alert(_ number: UInt64 = 1) -> Sample {
        var body = Langson_Alert_V1_CrossingIssued()
        body.alertID = ulid(number)
        body.status = .actual
        body.urgency = .immediate
        body.severity = .severe
        body.certainty = .likely
        body.markerFrom = "1116"
        body.markerTo = "1118/2"
        body.persons = 9
        body.expires = Google_Protobuf_Timestamp(seconds: 1_800_000_000)
        return Sample("alert.crossing.issued.v1", body, number)
    }

    static func manifest(_ number: UInt64 = 1, gate: String) -> Sample {
        var entry = Langson_Departure_V1_ManifestEntry()
        entry.workerRef = ulid(7)
        entry.documentKind = .passport
        entry.documentToken = String(repeating: "0af9", count: 16)
        var body = Langson_Departure_V1_ManifestLodged()
        body.manifestID = ulid(number)
        body.gate = gate
        body.date = "2026-11-01"
        body.count = 1
        body.entries = [entry]
        body.expires = Google_Protobuf_Timestamp(seconds: 1_800_000_000)
        return Sample("departure.manifest.lodged.v1", body, number)
    }

    static func caseChanged(_ number: UInt64 = 1, openedBy: String) -> Sample {
        var body = Langson_Protection_V1_CaseChanged()
        body.caseID = ulid(number)
        body.openedBy = openedBy
        body.from = .reported
        body.state = .triaged
        body.outcome = .noNeed
        return Sample("protection.case.changed.v1", body, number)
    }
}
