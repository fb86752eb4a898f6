public import GRDB

/// A worker whose contract has ended and who has not been seen returning: somebody should ask whether all is well. Not an accusation.
public struct WelfareMatter: Hashable, Sendable {
    public let matter: Matter
    public let workerRef: String
    /// The last day of the contract or permit.
    public let validUntil: CalendarDay
    /// Days since that day, when the labour hub last said so.
    public let daysPast: Int

    init(_ row: Row) throws {
        matter = try Matter(row)
        workerRef = row[8]
        validUntil = try CalendarDay(stored: row[9])
        daysPast = row[10]
    }

    public static func list(_ database: Database, includingDone: Bool = false) throws -> [WelfareMatter] {
        try Matter.rows(
            .welfare,
            "worker_ref, valid_until, days_past",
            joining: "welfare",
            on: "contract_ref",
            includingDone: includingDone,
            database
        ).map(WelfareMatter.init)
    }
}

extension CalendarDay {
    /// A day as a store has it.
    init(stored text: String) throws(OfficeError) {
        guard let day = CalendarDay(text) else {
            throw OfficeError(.unreadable, vi: "kho dữ liệu có ngày không hợp lệ", en: "the store holds something that is no day")
        }
        self = day
    }
}
