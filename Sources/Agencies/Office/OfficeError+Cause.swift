import Client
import GRDB
import SwiftProtobuf

extension OfficeError {
    /// Whether an error is the store's own and nobody's fault: what failed may succeed when it is tried again.
    static func isOfStore(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError: error.resultCode != .SQLITE_CONSTRAINT
        case let error as OfficeError: error.code == .storage
        case let error as OutboxError: error.code == .full || error.code == .inputOutput || error.code == .busy
        default: false
        }
    }

    /// What a person is told of an error: where it is none of an office's own, its kind alone, for its text may hold what a message said.
    init(cause error: any Error) {
        switch error {
        case let error as OfficeError: self = error
        case let error as DatabaseError:
            self.init(
                .conflict,
                vi: "dữ liệu mâu thuẫn với những gì đã lưu (SQLite \(error.extendedResultCode.rawValue))",
                en: "it contradicts what the store holds (SQLite \(error.extendedResultCode.rawValue))"
            )
        case let error as OutboxError: self.init(.storage, vi: "hộp thư đi: \(error)", en: "the outbox: \(error)")
        case is BinaryDecodingError: self.init(.invalid, vi: "nội dung không đọc được", en: "its content cannot be read")
        default: self.init(.invalid, vi: "lỗi \(type(of: error))", en: "an error of the kind \(type(of: error))")
        }
    }
}
