import Contracts
public import GRDB

/// The labour hub: brings together what the others tell it, follows each journey to its end, and reports [S 301-333].
///
/// Its store knows workers by their pseudonyms alone; who they are is in the ``WorkerVault``, which these rules never open.
public struct LabourOffice: Office {
    public static let kind = OfficeKind.labour
    public static let filter = ">"
    public static let purpose = "bring workers out and back safely, remind them in time, and report"

    public let settings: LabourSettings
    public let reference: ReferenceData

    public init(settings: LabourSettings = LabourSettings(), reference: ReferenceData = .standard) {
        self.settings = settings
        self.reference = reference
    }

    public static func registerMigrations(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("labour 1") { try $0.execute(sql: LabourTables.sql + GateCalendar.table) }
        migrator.registerMigration("labour 2 cases") { try $0.execute(sql: JourneyCase.table) }
        migrator.registerMigration("labour 3 words and lists") { database in
            try database.execute(
                sql: ReturnWord.table + "ALTER TABLE journey ADD COLUMN listed_on TEXT NOT NULL DEFAULT ''; UPDATE journey SET listed_on = day;"
                    + "CREATE INDEX journey_manifest ON journey (manifest_id); CREATE INDEX journey_worker ON journey (worker_ref)"
            )
        }
        migrator.registerMigration("labour 4 returns told to the desk") { try $0.execute(sql: LabourTables.toldReturned) }
    }

    public func received(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let database = transaction.database
        switch message.type {
        case "demand.order.published.v1": try HubOrder(message.decoded()).insert(database)
        case "demand.order.changed.v1": try change(message, transaction)
        case "demand.supply.surveyed.v1": try take(SupplySurvey(message.decoded()), database)
        case "worker.registered.v1": try take(WorkerRecord(message.decoded()), on: message.recordedAt.day(), database)
        case "worker.dossier.changed.v1": try DossierRecord(message.decoded()).upsert(database)
        case "crossing.exit.recorded.v1": try take(Crossing(message.decoded(as: Langson_Crossing_V1_ExitRecorded.self)), message, transaction)
        case "crossing.entry.recorded.v1": try take(Crossing(message.decoded(as: Langson_Crossing_V1_EntryRecorded.self)), message, transaction)
        case "gate.status.changed.v1": try take(GatePeriod(message.decoded()), database)
        case "loan.disbursed.reported.v1": try Disbursement(message.decoded()).upsert(database)
        case "report.submitted.v1": try SubmittedReport(message.decoded()).upsert(database, on: transaction.today)
        case "protection.mission.notified.v1": try CaseNotice(message.decoded()).upsert(database)
        case "protection.case.changed.v1": try Journeys(settings: settings).caseChanged(message.decoded(), in: transaction)
        case "voice.submitted.v1": try VoiceRecord(message.decoded()).insert(database, at: transaction.now)
        case "gateway.subject.erased.v1": try erase(message.decoded(as: Langson_Gateway_V1_SubjectErased.self).subject, database)
        // Of all the rest that this role may read, nothing concerns the hub's own work.
        default: break
        }
    }

    /// A crossing may come late, twice, and before the one that it follows: what it means is worked out from all of them.
    ///
    /// Somebody has passed, whatever the list of that day says of the gate: so the crossing counts, and a person sees to the gate.
    private func take(_ crossing: Crossing, _ message: ReceivedMessage, _ transaction: OfficeTransaction) throws {
        let database = transaction.database
        try crossing.insert(database)
        try Journeys(settings: settings).settle(token: crossing.token, database)
        do {
            try ReferenceLists(database).validate(gate: crossing.gate, on: crossing.occurredAt.day())
        } catch let error as OfficeError where error.code == .unknown {
            try Problem(message, error, at: transaction.now).insert(database)
        }
    }

    private func change(_ message: ReceivedMessage, _ transaction: OfficeTransaction) throws {
        guard try HubOrder.apply(message.decoded(), transaction.database) else { return }
        let error = OfficeError(
            .forbidden,
            vi: "số chỗ mới ít hơn số người đã nhận: số chỗ giữ nguyên, hãy hỏi bàn phối hợp",
            en: "the new seats are fewer than the workers who were accepted: they stay as they were, ask the desk"
        )
        try Problem(message, error, at: transaction.now).insert(transaction.database)
    }

    /// Judged by the communes of the survey's time.
    private func take(_ survey: SupplySurvey, _ database: Database) throws {
        try ReferenceLists(database).validate(commune: survey.commune, on: survey.firstDay)
        try survey.upsert(database)
    }

    /// Judged by the communes of the day on which the gateway received it: it names no other.
    private func take(_ worker: WorkerRecord, on day: CalendarDay, _ database: Database) throws {
        try ReferenceLists(database).validate(commune: worker.commune, on: day)
        try worker.upsert(database)
    }

    private func take(_ period: GatePeriod, _ database: Database) throws {
        try ReferenceLists(database).validate(gate: period.gate, on: period.from.day())
        try GateCalendar(database).announce(period)
    }

    /// What the gateway erased, the hub forgets too. Counts stay.
    private func erase(_ subject: String, _ database: Database) throws {
        // By a worker's name, the documents' crossings too.
        try database.execute(
            sql:
                "DELETE FROM crossing WHERE token IN (SELECT token FROM document WHERE worker_ref = ? UNION SELECT token FROM journey WHERE worker_ref = ?)",
            arguments: [subject, subject]
        )
        try database.execute(
            sql: "DELETE FROM return_word WHERE contract_ref IN (SELECT contract_ref FROM journey WHERE worker_ref = ?1 OR token = ?1)",
            arguments: [subject]
        )
        for (table, column) in [
            ("document", "worker_ref"), ("document", "token"), ("dossier", "worker_ref"), ("voice", "voice_id"), ("crossing", "token"),
            ("journey_case", "case_id"),
        ] {
            try database.execute(sql: "DELETE FROM \(table) WHERE \(column) = ?", arguments: [subject])
        }
        try database.execute(sql: "UPDATE worker SET birth_year = 0, is_erased = 1 WHERE worker_ref = ?", arguments: [subject])
        try database.execute(sql: "UPDATE journey SET token = '' WHERE worker_ref = ? OR token = ?", arguments: [subject, subject])
    }

    public func clockMoved(in transaction: OfficeTransaction) throws {
        try transaction.duty(Wording(vi: "kết thúc hợp đồng", en: "ending contracts")) { try Contracting(in: transaction).endOver() }
        try Journeys(settings: settings).clockMoved(in: transaction)
        try transaction.duty(Wording(vi: "báo số đã tuyển", en: "reporting how far orders are filled")) { try Fill.report(in: transaction) }
        try transaction.duty(Wording(vi: "xóa dữ liệu cũ", en: "removing what is old")) {
            try Retention(settings: settings).clean(transaction.database, today: transaction.today)
        }
    }
}
