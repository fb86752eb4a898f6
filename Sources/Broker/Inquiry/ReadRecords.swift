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
        /// Where the gateway was killed in the middle of it: the first that it told after it was started again, and when. It was given nothing later.
        var cut: (position: UInt64, at: Int64)?
    }

    /// Readings that have begun, and of which no end was told.
    private(set) var open: [UInt64: Beginning] = [:]
    /// When each of these was told last.
    private var toldAt: [UInt64: Int64] = [:]
    /// How often the gateway had been started when it told the last one.
    private var incarnation: UInt64 = 0

    /// Takes what was told next.
    ///
    /// - Parameter position: Where that stands in the journal.
    /// - Returns: What it says of the reading's beginning, and since when what it tells may have been read; nil where it says of nothing that was read.
    mutating func take(_ record: Langson_Gateway_V1_ReadRecorded, at position: UInt64) -> (beginning: Beginning, since: Int64)? {
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
            cut(before: record, at: position)
            open[record.number] = own
            toldAt[record.number] = own.at
            return nil
        case .continued:
            cut(before: record, at: position)
            let since = toldAt.updateValue(own.at, forKey: record.number) ?? .min
            return (open[record.number] ?? own, since)
        case .ended:
            cut(before: record, at: position)
            let since = toldAt.removeValue(forKey: record.number) ?? .min
            return (open.removeValue(forKey: record.number) ?? own, since)
        case .deadLetters:
            cut(before: record, at: position)
            return (own, own.at)
        case .consumerForgotten, .unanswered:
            cut(before: record, at: position)
            return (own, .min)
        case .unspecified, .bulkAsked, .bulkApproved, .bulkRefused, .inquired, .UNRECOGNIZED: return nil
        }
    }

    /// A reading's number says in its upper half which start of the gateway it is of: what earlier ones left open ended with them.
    private mutating func cut(before record: Langson_Gateway_V1_ReadRecorded, at position: UInt64) {
        guard record.number >> 32 > incarnation else { return }
        incarnation = record.number >> 32
        for number in open.keys where number >> 32 < incarnation && open[number]?.cut == nil {
            open[number]?.cut = (position, record.at.microseconds)
        }
    }
}
