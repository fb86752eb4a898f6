import Contracts
import GRDB
import SwiftProtobuf
import Testing

@testable import Agencies

@Suite struct AffairsRetentionTests {
    private func register(_ office: AffairsTrial, contract: Int, worker: Int, end: String) throws {
        let registered = Langson_Contract_V1_Registered.with {
            $0.contractRef = AffairsTrial.ulid(contract)
            $0.workerRef = AffairsTrial.ulid(worker)
            $0.orderID = AffairsTrial.ulid(50)
            $0.start = "2025-06-01"
            $0.end = end
        }
        try office.receive("contract.registered.v1", registered)
    }

    private func erase(_ office: AffairsTrial, _ subject: String) throws {
        try office.receive("gateway.subject.erased.v1", Langson_Gateway_V1_SubjectErased.with { $0.subject = subject }, from: "gateway")
    }

    private func count(_ office: AffairsTrial, _ table: String) throws -> Int {
        try office.store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    private func contracts(_ office: AffairsTrial, _ id: String) throws -> [WorkerContract] {
        try office.store.read { try WorkerContract.all(for: try CaseRegister.find(id, $0), $0) }
    }

    @Test func `a closed case is removed with its steps 12 months later, and an open one never`() throws {
        let office = try AffairsTrial.make()
        try office.bring(try office.open(1), to: .closed)
        try office.bring(try office.open(2), to: .acting)
        try office.tick(days: 364)
        #expect(try office.cases().count == 2)
        try office.tick(days: 2)
        #expect(try office.cases().map(\.id) == [AffairsTrial.ulid(2)])
        #expect(try office.steps(AffairsTrial.ulid(1)).isEmpty)
        #expect(CalendarDay("2024-02-29")?.aYearEarlier == CalendarDay("2023-02-28"))
    }

    @Test func `a contract that ended is removed, unless a case follows its worker`() throws {
        let office = try AffairsTrial.make()
        try register(office, contract: 31, worker: 9, end: "2025-10-30")
        try register(office, contract: 32, worker: 10, end: "2025-10-30")
        let id = try office.open(worker: 9)
        try office.tick(days: 120)
        #expect(try count(office, "worker_contract") == 1)
        #expect(try contracts(office, id).map(\.ref) == [AffairsTrial.ulid(31)])
        try office.bring(id, to: .closed)
        try office.tick()
        #expect(try count(office, "worker_contract") == 0)
    }

    @Test func `contracts are shown with a case that names their worker, and with no other`() throws {
        let office = try AffairsTrial.make()
        try register(office, contract: 31, worker: 9, end: "2026-01-30")
        let (named, unnamed) = (try office.open(1, worker: 9), try office.open(2))
        #expect(try contracts(office, named).count == 1)
        #expect(try contracts(office, unnamed).isEmpty)
    }

    @Test func `whoever is erased leaves no trace, and a case that is open goes on without saying whose it is`() throws {
        let office = try AffairsTrial.make()
        let worker = AffairsTrial.ulid(9)
        try register(office, contract: 31, worker: 9, end: "2026-01-30")
        let due = Langson_Return_V1_WelfareDue.with {
            $0.workerRef = worker
            $0.contractRef = AffairsTrial.ulid(31)
            $0.validUntil = "2025-10-20"
        }
        try office.receive("return.welfare.due.v1", due)
        let id = try office.open(worker: 9)
        try office.bring(id, to: .acting)
        try office.write { _ = try $0.noteCase(id, officer: "Lan", note: "người quen của chủ", in: $1) }
        try erase(office, worker)
        #expect(try office.find(id).state == .acting)
        #expect(try office.find(id).workerRef == nil)
        #expect(try office.steps(id).allSatisfy { $0.note == nil })
        for table in ["worker_contract", "welfare", "matter"] { #expect(try count(office, table) == 0, "\(table)") }
        for table in ["protection_case", "case_step", "worker_contract", "welfare", "matter"] {
            let rows = try office.store.read { try Row.fetchAll($0, sql: "SELECT * FROM \(table)").map(\.description) }
            #expect(rows.allSatisfy { !$0.contains(worker) }, "\(table)")
        }
    }

    @Test func `a closed case that is erased is removed, a voice too`() throws {
        let office = try AffairsTrial.make()
        let id = try office.open()
        try office.bring(id, to: .closed)
        let voice = Langson_Voice_V1_Submitted.with {
            $0.voiceID = AffairsTrial.ulid(4)
            $0.topic = .safety
            $0.text = "…"
        }
        try office.receive("voice.submitted.v1", voice)
        for subject in [id, AffairsTrial.ulid(4), AffairsTrial.ulid(77)] { try erase(office, subject) }
        for table in ["protection_case", "case_step", "voice", "matter"] { #expect(try count(office, table) == 0, "\(table)") }
        #expect(try office.problems().isEmpty)
    }

    @Test func `what the clock does, it does once`() throws {
        let office = try AffairsTrial.make()
        try office.open()
        try office.tick(days: 1)
        func content() throws -> [String] {
            try office.store.read { database in
                try ["protection_case", "case_step", "outbox_message"].flatMap {
                    try Row.fetchAll(database, sql: "SELECT * FROM \($0)").map(\.description)
                }
            }
        }
        let before = try content()
        for _ in 0..<3 { try office.tick() }
        #expect(try content() == before)
    }
}
