import Contracts
import GRDB
import SwiftProtobuf

/// Lists of those who are to leave through a gate on a day, for its checkpoint alone.
public struct Manifests {
    private let transaction: OfficeTransaction
    private let settings: LabourSettings
    private var database: Database { transaction.database }

    /// As many as a message holds.
    private static let entriesMax = 500
    /// The checkpoint keeps a list so many days past its day.
    private static let daysKept = 3

    public init(settings: LabourSettings, in transaction: OfficeTransaction) {
        self.transaction = transaction
        self.settings = settings
    }

    /// Lodges manifests for workers who have accepted an order and are on no manifest yet: in the order of their contracts' names.
    ///
    /// - Parameter countMax: At most so many; nil: all.
    /// - Returns: The manifests' names, and how many workers are on them.
    /// - Throws: ``OfficeError``: the order has no such gate, the gate is suspended on that day, the day is past or outside the season, or nobody is left.
    public func lodge(order id: String, gate: String, day: CalendarDay, countMax: Int? = nil) throws -> (ids: [String], count: Int) {
        let order = try HubOrder.find(id, database)
        try check(order, gate, day)
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT c.contract_ref, d.token, d.kind FROM contract c JOIN document d USING (worker_ref)
                WHERE c.order_id = ? AND c.state = 'accepted' AND NOT EXISTS (SELECT 1 FROM journey j WHERE j.contract_ref = c.contract_ref)
                GROUP BY c.contract_ref HAVING d.token = min(d.token) ORDER BY c.contract_ref LIMIT ?
                """,
            arguments: [id, countMax ?? Int(Int32.max)]
        )
        guard !rows.isEmpty else {
            throw OfficeError(
                .unknown,
                vi: "không còn ai đã ký hợp đồng mà chưa có trong danh sách",
                en: "nobody is left who has accepted this order and is on no manifest"
            )
        }
        let entries = try rows.map { row in
            let contract = try ContractRecord.find(row[0], database)
            let end = try CalendarDay(stored: contract.end)
            let journey = JourneyRecord(contract: contract, token: row[1], manifestID: "", gate: gate, day: day, validUntil: end)
            return Entry(journey: journey, documentKind: row[2])
        }
        return (try lodge(entries, order, gate, day), rows.count)
    }

    /// Lists those of a manifest again who have not been seen leaving: its gate was closed, or they missed the day. Who declined meanwhile is left out, and what
    /// comes late of the first day counts as before.
    ///
    /// - Returns: The new manifests' names, and how many workers are on them.
    /// - Throws: ``OfficeError``: there is no such manifest, the gate or the day does not fit, as in ``lodge(order:gate:day:countMax:)``, or nobody is left.
    public func lodgeAgain(_ id: String, gate: String, day: CalendarDay) throws -> (ids: [String], count: Int) {
        let order = try HubOrder.find(ManifestRecord.find(id, database).order, database)
        try check(order, gate, day)
        let entries = try JourneyRecord.waiting(manifest: id, database).compactMap { journey -> Entry? in
            guard try ContractRecord.find(journey.contractRef, database).state == .accepted else { return nil }
            // A document that was erased leads nowhere.
            let sql = "SELECT kind FROM document WHERE token = ?"
            guard let kind = try Int.fetchOne(database, sql: sql, arguments: [journey.token]) else { return nil }
            var again = journey
            if again.state != .manifested { again.state = try again.state.moving(to: .manifested) }
            again.gate = gate
            again.day = day
            return Entry(journey: again, documentKind: kind)
        }
        guard !entries.isEmpty else {
            throw OfficeError(
                .unknown,
                vi: "không còn ai trong danh sách đó mà chưa xuất cảnh",
                en: "nobody of that manifest is left who has not gone"
            )
        }
        return (try lodge(entries, order, gate, day), entries.count)
    }

    /// Somebody who goes on a manifest.
    private struct Entry {
        var journey: JourneyRecord
        let documentKind: Int
    }

    private func check(_ order: HubOrder, _ gate: String, _ day: CalendarDay) throws {
        try ReferenceLists(database).validate(gate: gate, on: day)
        guard order.isOpen || order.state == "filled" else {
            throw OfficeError(.forbidden, vi: "đơn hàng đã kết thúc", en: "the order has ended: it is \(order.state)")
        }
        guard order.gates.contains(gate) else {
            let gates = order.gates.joined(separator: ", ")
            throw OfficeError(.forbidden, vi: "đơn hàng đi qua cửa khẩu \(gates)", en: "the order's workers may use \(gates), not \(gate)")
        }
        guard day >= transaction.today else {
            throw OfficeError(.invalid, vi: "ngày đi không thể ở quá khứ", en: "the day is past: give today or a later day")
        }
        guard day.description <= order.seasonTo else {
            throw OfficeError(
                .forbidden,
                vi: "ngày đi sau khi mùa vụ kết thúc",
                en: "the day is after the order's season, which ends on \(order.seasonTo)"
            )
        }
        let noon = UTCTime(day, hour: 12)
        if let period = try GateCalendar(database).period(of: gate, at: noon), period.state == .suspended {
            throw OfficeError(
                .forbidden,
                vi: "cửa khẩu \(gate) tạm dừng \(period.span(.vi)): hãy chọn ngày hoặc cửa khẩu khác",
                en: "the gate \(gate) is suspended \(period.span(.en)): choose another day or gate"
            )
        }
    }

    /// - Returns: The manifests' names: one takes so many as a message holds.
    private func lodge(_ entries: [Entry], _ order: HubOrder, _ gate: String, _ day: CalendarDay) throws -> [String] {
        try stride(from: 0, to: entries.count, by: Self.entriesMax).map { start in
            try lodge(part: entries[start..<min(start + Self.entriesMax, entries.count)], order, gate, day)
        }
    }

    /// - Parameter part: At least one.
    private func lodge(part: ArraySlice<Entry>, _ order: HubOrder, _ gate: String, _ day: CalendarDay) throws -> String {
        var message = Langson_Departure_V1_ManifestLodged()
        let first = part[part.startIndex].journey
        message.manifestID = transaction.name("manifest", gate, day.description, first.contractRef, first.manifestID).description
        message.gate = gate
        message.date = day.description
        message.count = UInt32(part.count)
        message.expires = UTCTime(day.adding(days: Self.daysKept)).timestamp
        for var entry in part {
            message.entries.append(
                .with {
                    $0.workerRef = entry.journey.workerRef
                    $0.documentKind = Langson_Common_V1_DocumentKind(rawValue: entry.documentKind) ?? .other
                    $0.documentToken = entry.journey.token
                }
            )
            entry.journey.manifestID = message.manifestID
            try entry.journey.save(database)
            // Somebody may have left before the list was made.
            try Journeys(settings: settings).settle(token: entry.journey.token, database)
        }
        try database.execute(
            sql: "INSERT INTO manifest VALUES (?, ?, ?, ?, ?)",
            arguments: [message.manifestID, gate, day.description, order.id, part.count]
        )
        try transaction.send("departure.manifest.lodged.v1", message)
        return message.manifestID
    }
}
