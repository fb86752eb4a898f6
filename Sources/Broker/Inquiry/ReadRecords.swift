import Contracts
import Journal
import SwiftProtobuf

/// What the gateway told of readings, put together by their numbers.
struct ReadRecords {
    /// What was said when a reading began.
    struct Beginning {
        let principal: String
        let client: String
        let purpose: String
        let types: Set<String>
        let from: UInt64
        let approval: UInt64
        let at: Int64
    }

    /// Readings that have begun, and of which no end was told yet.
    private(set) var open: [UInt64: Beginning] = [:]

    /// Takes what was told next.
    ///
    /// - Returns: What it says of the reading's beginning; nil where it says of nothing that was read.
    mutating func take(_ record: Langson_Gateway_V1_ReadRecorded) -> Beginning? {
        let own = Beginning(
            principal: record.principal,
            client: record.client,
            purpose: record.purpose,
            types: Set(record.types),
            from: record.from,
            approval: record.approval,
            at: record.at.microseconds
        )
        switch record.kind {
        case .begun:
            open[record.number] = own
            return nil
        case .continued: return open[record.number] ?? own
        case .ended: return open.removeValue(forKey: record.number) ?? own
        case .deadLetters, .consumerForgotten, .unanswered: return own
        case .unspecified, .bulkAsked, .bulkApproved, .bulkRefused, .inquired, .UNRECOGNIZED: return nil
        }
    }
}
