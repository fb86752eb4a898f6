import Logging
import Testing
import Wire

@testable import Client

@Suite(.timeLimit(.minutes(1))) struct OutboxHandlerTests {
    private let folder = Folder()
    private let outbox: Outbox
    private let handler: OutboxHandler

    init() throws {
        outbox = try Outbox(path: folder.outbox, client: "border", bytesMax: 1 << 20)
        handler = OutboxHandler(outbox: outbox, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
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
}
