import Contracts
public import GRDB
import SwiftProtobuf

extension CheckpointOffice {
    /// The labour hub says who is about to leave through this gate.
    func receivedManifest(_ message: ReceivedMessage, in transaction: OfficeTransaction) throws {
        let manifest: Langson_Departure_V1_ManifestLodged = try message.decoded()
        guard manifest.gate == gate else {
            throw OfficeError(
                .forbidden,
                vi: "danh sách này dành cho cửa khẩu khác: hãy báo đầu mối lao động",
                en: "this manifest is another gate's: tell the labour hub"
            )
        }
        guard let day = CalendarDay(manifest.date) else {
            throw OfficeError(.invalid, vi: "danh sách không có ngày hợp lệ", en: "the manifest has no valid day")
        }
        try ManifestBook(database: transaction.database).lodge(manifest, day: day, chain: message.chain)
    }

    /// The manifests of some days in numbers, in the order of days.
    public func manifests(_ days: ClosedRange<CalendarDay>, _ database: Database) throws -> [ManifestSummary] {
        try ManifestBook(database: database).summaries(days)
    }

    /// The tokens of a manifest, each with what became of it.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``.
    public func manifest(_ id: String, _ database: Database) throws -> [ManifestLine] {
        let lines = try ManifestBook(database: database).lines(id)
        guard !lines.isEmpty else {
            throw OfficeError(
                .unknown,
                vi: "không có danh sách này, hoặc đã hết hạn: xem `manifest list`",
                en: "there is no such manifest, or it has expired: see `manifest list`"
            )
        }
        return lines
    }

    /// Crossings of a day in one direction: all, and those on a manifest. Whoever is on none passed as everybody does.
    public func crossings(_ day: CalendarDay, _ direction: CrossingDirection, _ database: Database) throws -> (all: Int, expected: Int) {
        try CrossingBook(database: database).counts(day, direction)
    }
}
