import Testing
import Wire

@testable import Client

@Suite(.timeLimit(.minutes(20))) struct DirectHandlerTests {
    private let link: Link
    private let handler: DirectHandler

    init() throws {
        link = try .idle()
        handler = DirectHandler(link: link)
    }

    private func message(_ byte: UInt8, bodyBytes: Int = 1, typeBytes: Int = 6) -> OutgoingMessage {
        OutgoingMessage(type: String(repeating: "a", count: typeBytes), body: [UInt8](repeating: byte, count: bodyBytes))
    }

    /// Publishes as the publisher does; the call is taken in when this returns.
    private func publish(_ messages: [OutgoingMessage]) async -> Task<[PublishOutcome], any Error> {
        let (taken, done) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await withCheckedThrowingContinuation { continuation in
                _ = handler.enqueue(DirectBatch(messages), continuation)
                done.finish()
            }
        }
        for await _ in taken {}
        return task
    }

    // MARK: Messages that no gateway takes

    @Test(arguments: [(body: 65_537, type: 6, code: "body_too_large"), (body: 1, type: 97, code: "unknown_type")])
    func `a message that no gateway takes is refused at once, without a gateway`(size: (body: Int, type: Int, code: String)) async throws {
        let outcomes = try await publish([message(1, bodyBytes: size.body, typeBytes: size.type)]).value
        guard case .refused(let refusal)? = outcomes.first else {
            Issue.record("it was not refused")
            return
        }
        #expect(refusal.code.name == size.code)
    }

    @Test func `a message over the gateway's own limit gets no sequence, and the others go their way`() async throws {
        let call = await publish([message(1), message(2, bodyBytes: 1_001), message(3), message(4, bodyBytes: 70_000)])
        handler.open(lastSequence: 7) { $0.bodyBytesMax = 1_000 }
        #expect(try handler.published() == [Published(sequence: 8, body: [1]), Published(sequence: 9, body: [3])])
        try handler.confirm([(sequence: 8, count: 2)])
        let outcomes = try await call.value
        let names = outcomes.map { if case .refused(let refusal) = $0 { refusal.code.name } else { "confirmed" } }
        #expect(names == ["confirmed", "body_too_large", "confirmed", "body_too_large"])
    }

    @Test func `a call of which this gateway takes nothing ends`() async throws {
        let call = await publish([message(1, bodyBytes: 2_000)])
        handler.open { $0.bodyBytesMax = 1_000 }
        #expect(try handler.published() == [])
        let outcomes = try await call.value
        #expect(outcomes.count == 1)
    }

    @Test(arguments: [ErrorCode.malformedFrame, .unknownCommand, .unexpectedFrames, .frameTooLarge])
    func `an error about a frame fails what was on its way, and the next messages follow what the gateway has`(code: ErrorCode) async throws {
        let failing = await publish([message(1), message(2)])
        handler.open()
        #expect(try handler.published().map(\.sequence) == [1, 2])
        let waiting = await publish([message(3)])
        try handler.receiveError(code)
        let error = await #expect(throws: GatewayError.self) { try await failing.value }
        #expect(error?.code == GatewayErrorCode(code))
        #expect(link.takeRedial())
        // Nothing more in this session, whatever comes.
        try handler.confirm([(sequence: 1, count: 1)])
        #expect(try handler.published() == [])
        #expect(handler.lost(nil))
        #expect(handler.firstUnconfirmed() == 0)
        handler.open(lastSequence: 1)
        #expect(try handler.published() == [Published(sequence: 2, body: [3])])
        try handler.confirm([(sequence: 2, count: 1)])
        #expect(try await waiting.value == [.confirmed(position: 1_002, isRepeat: false)])
    }

    // MARK: Gaps

    @Test func `a gap at the lowest unanswered sequence dials again, with that sequence`() async throws {
        let call = await publish([message(1), message(2)])
        handler.open(lastSequence: 7)
        #expect(try handler.published().map(\.sequence) == [8, 9])
        try handler.confirm(refused: [(8, .sequenceGap), (9, .sequenceGap)], now: 1_000)
        #expect(link.takeRedial())
        #expect(handler.lost(nil))
        #expect(handler.firstUnconfirmed() == 8)
        handler.open(lastSequence: 7, now: 600_000)
        #expect(try handler.published(now: 600_000).map(\.sequence) == [8, 9])
        try handler.confirm([(sequence: 8, count: 2)])
        #expect(try await call.value.count == 2)
    }

    @Test func `after a gap nothing is sent again before a pause, and then from the lowest unanswered sequence on`() async throws {
        let call = await publish([message(1), message(2), message(3)])
        handler.open()
        #expect(try handler.published().count == 3)
        // 1 is being committed; the gateway wants it before 3, for whatever reason.
        try handler.confirm([(sequence: 2, count: 1)], refused: [(3, .sequenceGap)], now: 1_000)
        #expect(!link.takeRedial())
        let held = try handler.filled(now: 1_000 + DirectHandler.gapPause - 1)
        #expect(held.commands.isEmpty && held.due == 1_000 + DirectHandler.gapPause)
        #expect(try handler.published(now: 1_000 + DirectHandler.gapPause).map(\.sequence) == [1, 3])
        try handler.confirm([(sequence: 1, count: 1), (sequence: 3, count: 1)])
        #expect(try await call.value.count == 3)
    }

    @Test func `a gap counts after the rest of its frame`() async throws {
        let call = await publish([message(1), message(2)])
        handler.open()
        #expect(try handler.published().count == 2)
        try handler.confirm([(sequence: 1, count: 1)], refused: [(2, .sequenceGap)])
        #expect(link.takeRedial())
        handler.ended(nil)
        await #expect(throws: GatewayError.self) { try await call.value }
    }
}
