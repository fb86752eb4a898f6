public import Contracts
import SwiftProtobuf

/// A new version of a list as a message, and back.
public enum ReferenceUpdate {
    /// The lists that an office can publish and every office reads.
    public static var lists: [String] { readers.map(\.list) }

    private static let readers: [(list: String, columns: [String], read: @Sendable ([UInt8]) throws(ReferenceError) -> Void)] = [
        reader(Gate.self), reader(Organisation.self), reader(Commune.self), reader(District.self),
    ]

    private static func reader<Value: EffectiveDated>(
        _ type: Value.Type
    ) -> (list: String, columns: [String], read: @Sendable ([UInt8]) throws(ReferenceError) -> Void) {
        (Value.list, Value.columns, { (bytes) throws(ReferenceError) in _ = try Value.read(bytes) })
    }

    /// Makes the message of a file of a list, after reading it as every office will.
    ///
    /// - Parameters:
    ///   - list: One of ``lists``.
    ///   - version: 1 with the first, then one more with each: the publisher counts.
    ///   - csv: The whole list, in the columns that `seeds/` has it in. At most 500 rows.
    ///   - validFrom: The first day it is in force: earlier days are judged as before.
    ///   - validTo: The last day; nil: until the next version.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown`` for another list, and ``ReferenceError`` naming line and column.
    public static func message(
        list: String,
        version: Int,
        csv: [UInt8],
        validFrom: CalendarDay,
        validTo: CalendarDay? = nil
    ) throws -> Langson_Reference_V1_Updated {
        guard let reader = readers.first(where: { $0.list == list }) else {
            throw unknown(list)
        }
        try reader.read(csv)
        let rows = try ReferenceTable(file: "\(list).csv", bytes: csv, columns: reader.columns).rows
        return .with {
            $0.list = list
            $0.version = UInt32(clamping: version)
            $0.columns = reader.columns
            $0.rows = rows.map { row in .with { $0.cells = reader.columns.map { row.cells[$0] ?? "" } } }
            $0.validFrom = validFrom.description
            if let validTo { $0.validTo = validTo.description }
        }
    }

    static func unknown(_ list: String) -> OfficeError {
        OfficeError(
            .unknown,
            vi: "không có danh mục \(list); các danh mục là \(lists.joined(separator: ", "))",
            en: "there is no list \(list); the lists are \(lists.joined(separator: ", "))"
        )
    }

    /// What a message says, each row with as many cells as there are columns.
    static func version(of message: Langson_Reference_V1_Updated) throws(OfficeError) -> ReferenceVersion {
        guard let validFrom = CalendarDay(message.validFrom), message.validTo.isEmpty || CalendarDay(message.validTo) != nil else {
            throw OfficeError(.invalid, vi: "ngày hiệu lực không hợp lệ", en: "the days it is in force are not days")
        }
        if let place = message.rows.firstIndex(where: { $0.cells.count != message.columns.count }) {
            throw OfficeError(
                .invalid,
                vi: "danh mục \(message.list), hàng \(place + 1): cần \(message.columns.count) ô như số cột",
                en: "the list \(message.list), row \(place + 1): a row has \(message.columns.count) cells, as there are columns"
            )
        }
        let lines = ([message.columns] + message.rows.map(\.cells)).map { $0.map(quoted).joined(separator: ",") + "\n" }
        return ReferenceVersion(
            list: message.list,
            version: Int(message.version),
            validFrom: validFrom,
            validTo: CalendarDay(message.validTo),
            csv: lines.joined()
        )
    }

    /// Reads a list as whoever asks for its rows will; one that no office reads is not judged.
    static func validate(_ csv: String, as list: String) throws(OfficeError) {
        guard let reader = readers.first(where: { $0.list == list }) else { return }
        do throws(ReferenceError) {
            try reader.read(Array(csv.utf8))
        } catch {
            // Line 1 of a file is its header; a message has rows alone.
            let row = error.line.map { $0 - 1 } ?? 0
            let place = (row > 0 ? " \(row)" : "", error.column.map { ", \($0)" } ?? "")
            throw OfficeError(
                .invalid,
                vi:
                    "danh mục \(list), hàng\(place.0)\(place.1): \(error.wording.vi); phiên bản đang có hiệu lực vẫn giữ nguyên, cơ quan phát hành cần gửi lại",
                en: "the list \(list), row\(place.0)\(place.1): \(error.wording.en); what is in force stays, its publisher must send a mended version"
            )
        }
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
