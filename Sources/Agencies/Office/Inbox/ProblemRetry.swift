public import Client

/// Takes a message that an office could not take once more: a list that it names has come, a mend was installed. Its content is the gateway's to
/// give, for the office keeps none of what it could not take.
public struct ProblemRetry<Rules: Office>: Sendable {
    private let inbox: Inbox<Rules>
    private let profile: Profile

    public init(store: OfficeStore, rules: Rules, profile: Profile) {
        inbox = Inbox(store: store, rules: rules)
        self.profile = profile
    }

    /// - Parameter position: The message's place in the gateway's journal, as ``Problem/position`` has it.
    /// - Returns: The problem that it still is; nil: the message is taken.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/unknown``: there is no such problem, or the gateway holds that message no more;
    ///   `GatewayError`: the gateway refuses this client.
    public func retry(_ position: UInt64, at now: UTCTime) async throws -> Problem? {
        guard let problem = try inbox.store.read({ try Problem.find(position, $0) }) else {
            throw OfficeError(
                .unknown,
                vi: "không có vấn đề in/\(position): hãy xem `problem list`",
                en: "there is no problem in/\(position): `problem list` shows them"
            )
        }
        let settings = Replay.Settings(filter: problem.type, start: .position(position), through: position, purpose: Rules.purpose)
        let replay = try Replay(profile: profile, settings: settings)
        var found: ReceivedMessage?
        do {
            for try await delivery in replay {
                found = ReceivedMessage(delivery)
                delivery.acknowledge()
            }
        } catch {
            await replay.close()
            throw error
        }
        await replay.close()
        // At its position may stand another message, where the gateway's journal was put back; of one that an earlier version noted the time is not known.
        guard let found, problem.recordedAt == found.recordedAt || problem.recordedAt.microseconds == 0 else {
            throw OfficeError(
                .unknown,
                vi: "cổng không còn giữ bản tin này: hãy xử lý bằng cách khác, rồi dùng `problem dismiss in/\(position)`",
                en: "the gateway holds this message no more: see to it in another way, then `problem dismiss in/\(position)`"
            )
        }
        return try inbox.takeAgain(found, at: now)
    }
}
