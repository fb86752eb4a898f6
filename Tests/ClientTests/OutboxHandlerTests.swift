import Logging
import Testing
import Wire

@testable import Client

@Suite(.timeLimit(.minutes(1))) struct OutboxHandlerTests {
    private let folder = Folder()
    private let link: Link
    private let outbox: Outbox
    private let handler: OutboxHandler

    init() throws {
        outbox = try Outbox(path: folder.outbox, client: "border", bytesMax: 1 << 20)
        link = try .idle()
        handler = OutboxHandler(outbox: outbox, link: link, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func append(_ bytes: UInt8...) async throws {
        _ = try await outbox.append(bytes.map { OutgoingMessage(type: "a.b.v1", body: [$0]) })
    }

    // MARK: The anchor

    @Test func `a disk that failed at WELCOME is asked again in the same session`() async throws {
        try await append(1)
        let other = try folder.sqlite()
        try other.execute("BEGIN IMMEDIATE")
        handler.open(lastSequence: 40, now: 1_000)
        let held = try handler.filled(now: 2_000)
        #expect(held.commands.isEmpty && held.due == 1_000 + OutboxHandler.diskPause)
        #expect(handler.connection.isOpen && handler.connection.trouble != nil)
        let still = try handler.filled(now: 1_000 + OutboxHandler.diskPause)
        #expect(still.commands.isEmpty && still.due == 1_000 + 2 * OutboxHandler.diskPause)
        try other.execute("COMMIT")
        #expect(try handler.published(now: 1_000 + 2 * OutboxHandler.diskPause) == [Published(sequence: 41, body: [1])])
        #expect(handler.connection.trouble == nil)
    }

    // MARK: Gaps

    @Test func `a gap at the lowest unanswered sequence dials again, with that sequence`() async throws {
        try await append(1, 2)
        handler.open(lastSequence: 7)
        #expect(try handler.published().map(\.sequence) == [8, 9])
        // The journal was restored to an older state.
        try handler.confirm(refused: [(8, .sequenceGap), (9, .sequenceGap)])
        #expect(link.takeRedial())
        #expect(handler.lost(nil))
        #expect(handler.firstUnconfirmed() == 8)
        handler.open(lastSequence: 7)
        #expect(try handler.published().map(\.sequence) == [8, 9])
    }

    @Test func `after a gap nothing is sent again before a pause, and then from the lowest unanswered sequence on`() async throws {
        try await append(1, 2, 3)
        handler.open()
        #expect(try handler.published().count == 3)
        try handler.confirm([(sequence: 2, count: 1)], refused: [(3, .sequenceGap)], now: 1_000)
        #expect(!link.takeRedial())
        let held = try handler.filled(now: 1_000 + OutboxHandler.gapPause - 1)
        #expect(held.commands.isEmpty && held.due == 1_000 + OutboxHandler.gapPause)
        #expect(try handler.published(now: 1_000 + OutboxHandler.gapPause).map(\.sequence) == [1, 3])
        try handler.confirm([(sequence: 1, count: 1), (sequence: 3, count: 1)])
        #expect(try outbox.status().waiting == 0)
    }

    @Test(arguments: [ErrorCode.frameTooLarge, .tooManyMessages])
    func `a frame that the gateway did not take is sent again in a new session`(code: ErrorCode) async throws {
        try await append(1)
        handler.open()
        #expect(try handler.published().count == 1)
        try handler.receiveError(code)
        #expect(link.takeRedial())
        #expect(handler.lost(nil))
        handler.open()
        #expect(try handler.published().count == 1)
    }

    // MARK: Waiting

    @Test(arguments: [1, nil] as [Int64?])
    func `a cancelled task no longer waits for an answer`(id: Int64?) async throws {
        try await append(1)
        let waiting = Task { try await handler.waitUntilSettled(id) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test func `whoever waits for a message hears of its answer`() async throws {
        try await append(1, 2)
        handler.open()
        #expect(try handler.published().count == 2)
        let waiting = Task { try await handler.waitUntilSettled(1) }
        try handler.confirm([(sequence: 1, count: 1)])
        try await waiting.value
    }
}
