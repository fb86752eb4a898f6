import Client
import Logging
import Wire

/// What the gateway counts as dealt with and this store has not taken: the store was put back from an older copy, or made anew.
struct MissedMessages<Rules: Office> {
    let inbox: Inbox<Rules>
    let profile: Profile
    /// Of a bulk read; nil: what an office may read again alone is enough.
    let approval: UInt64?

    /// A store that is a day old is complete again within seconds.
    private static var messagesPerSecond: Int { 10_000 }

    /// Takes them, in order.
    ///
    /// - Parameters:
    ///   - origin: Where the gateway goes on by itself.
    ///   - take: Takes one, for good.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden``: it is more than an office may read again alone.
    func read(before origin: UInt64, _ logger: Logger, _ take: (ReceivedMessage) async throws -> Void) async throws {
        let last = try inbox.store.read { try InboxPosition($0).position }
        guard origin > last + 1 else { return }
        var settings = Replay.Settings(
            filter: Rules.filter,
            start: .position(last + 1),
            through: origin - 1,
            messagesPerSecond: Self.messagesPerSecond,
            purpose: Rules.purpose
        )
        settings.approval = approval
        logger.info("looks for what the store may lack", metadata: ["from": "\(last + 1)", "through": "\(origin - 1)"])
        let replay = try Replay(profile: profile, settings: settings)
        do {
            for try await delivery in replay {
                try await take(ReceivedMessage(delivery))
                delivery.acknowledge()
            }
        } catch let error as GatewayError where error.code == GatewayErrorCode(.approvalRequired) {
            await replay.close()
            throw Self.tooMany(after: last)
        } catch {
            await replay.close()
            throw error
        }
        await replay.close()
        try Task.checkCancellation()
    }

    private static func tooMany(after last: UInt64) -> OfficeError {
        let ask = "cuakhau bulk-read ask '\(Rules.filter)' --purpose '\(Rules.purpose)'"
        return OfficeError(
            .forbidden,
            vi: "kho dữ liệu này cũ hơn những gì cổng đã giao (sau bản tin \(last)), và số bản tin thiếu vượt quá mức được đọc lại một mình: "
                + "hãy xin phép bằng lệnh `\(ask)`, rồi chạy lại với --approval và số được cấp",
            en: "this store is older than what the gateway has delivered (after message \(last)), and more is missing than one may read again alone: "
                + "ask with `\(ask)`, and when two others have agreed, run again with --approval and the number"
        )
    }
}
