import Logging
import Testing
import Wire

@testable import Client

@Suite(.timeLimit(.minutes(20))) struct OutboxHandlerTests {
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

    // MARK: An outbox restored from an older copy

    /// An outbox whose gateway has used more sequences than it knows of: 1 to 3 were its own, 4 to 9 those of messages that it lost.
    private func restored() async throws {
        try await append(1, 2, 3)
        handler.open()
        #expect(try handler.published().count == 3)
        try handler.confirm([(sequence: 1, count: 1)])
        #expect(handler.lost(nil))
    }

    @Test func `a message appended to a restored copy gets a new sequence, and keeps its number and its place`() async throws {
        try await restored()
        try await append(4, 5)
        handler.open(lastSequence: 9)
        // Appended when it is known: its number is free.
        try await append(6)
        #expect(try handler.published().map(\.sequence) == [2, 3, 4, 5])
        try handler.confirm([(sequence: 2, count: 2)], refused: [(5, .sequenceRefused)])
        // 6 waits until 4 is answered, to stay behind it.
        #expect(try handler.published() == [])
        try handler.confirm(refused: [(4, .sequenceConflict)])
        let renewed = try handler.published()
        #expect(renewed == [Published(sequence: 10, body: [4]), Published(sequence: 11, body: [5]), Published(sequence: 12, body: [6])])
        #expect(try outbox.isWaiting(4) && outbox.isWaiting(5))
        try handler.confirm([(sequence: 10, count: 3)])
        #expect(try outbox.status() == OutboxStatus(waiting: 0, refused: 0, confirmed: 6, repeats: 0))
        try await append(7)
        #expect(try handler.published() == [Published(sequence: 13, body: [7])])
    }

    @Test func `new sequences survive a restart in between`() async throws {
        try await restored()
        try await append(4, 5)
        handler.open(lastSequence: 9)
        #expect(try handler.published().map(\.sequence) == [2, 3, 4, 5])
        try handler.confirm([(sequence: 2, count: 2)], refused: [(4, .sequenceConflict), (5, .sequenceConflict)])
        #expect(try handler.published().map(\.sequence) == [10, 11])
        #expect(handler.lost(nil))
        #expect(handler.firstUnconfirmed() == 10)
        // The gateway took the first; its answer was lost.
        handler.open(lastSequence: 10)
        try await append(6)
        #expect(try handler.published().map(\.sequence) == [10])
        try handler.confirm([(sequence: 10, count: 1)])
        #expect(try handler.published() == [Published(sequence: 11, body: [5]), Published(sequence: 12, body: [6])])
    }

    @Test func `a message that is in conflict under a new sequence is refused`() async throws {
        try await restored()
        handler.open(lastSequence: 9)
        #expect(try handler.published().map(\.sequence) == [2, 3])
        try handler.confirm([(sequence: 3, count: 1)], refused: [(2, .sequenceConflict)])
        #expect(try handler.published().map(\.sequence) == [10])
        try handler.confirm(refused: [(10, .sequenceConflict)])
        #expect(try outbox.status().refused == 1)
        #expect(try handler.published() == [])
    }

    @Test func `more conflicts than a window holds are all resolved`() async throws {
        try await append(0)
        handler.open()
        try handler.confirm([(sequence: 1, count: 1)])
        #expect(handler.lost(nil))
        let count = 2_500
        _ = try await outbox.append((0..<count).map { _ in OutgoingMessage(type: "a.b.v1", body: [1]) })
        handler.open(lastSequence: 5_000)
        var inConflict = 0
        while true {
            let published = try handler.published()
            if published.contains(where: { $0.sequence > 5_000 }) {
                #expect(published.first?.sequence == 5_001)
                break
            }
            try #require(!published.isEmpty && published.count <= 1_000)
            inConflict += published.count
            try handler.confirm(refused: published.map { ($0.sequence, .sequenceConflict) })
        }
        #expect(inConflict == count)
    }

    @Test func `after a reconnect repeats are answered before anything new is sent`() async throws {
        try await append(1, 2)
        handler.open()
        #expect(try handler.published().count == 2)
        #expect(handler.lost(nil))
        try await append(3)
        handler.open(lastSequence: 1)
        #expect(try handler.published().map(\.sequence) == [1])
        try handler.confirm([(sequence: 1, count: 1)])
        #expect(try handler.published().map(\.sequence) == [2, 3])
    }
}
