import Foundation
import Testing
import Wire

@testable import Client

@Suite struct OutboxFileTests {
    private func message(_ number: UInt8) -> OutgoingMessage { OutgoingMessage(type: "a.b.v1", body: [number], isExercise: number % 2 == 0) }

    private func open(_ folder: Folder, client: String = "border", bytesMax: Int = 1 << 20) throws -> Outbox {
        try Outbox(path: folder.outbox, client: client, bytesMax: bytesMax)
    }

    @Test func `messages survive a restart, whole and in order`() async throws {
        let folder = Folder()
        let sent = (1...5).map { message($0) }
        do {
            let outbox = try open(folder)
            #expect(try await outbox.append(sent) == [1, 2, 3, 4, 5])
        }
        let outbox = try open(folder)
        let page = try outbox.page(from: 1, countMax: 100)
        #expect(page.messages.map(\.id) == [1, 2, 3, 4, 5])
        #expect(page.messages.map(\.message.body) == sent.map(\.body))
        #expect(page.messages.map(\.message.id) == sent.map(\.id))
        #expect(page.messages.map(\.message.isExercise) == sent.map(\.isExercise))
        #expect(try await outbox.append([message(6)]) == [6])
    }

    @Test func `numbers become sequences once, and never again otherwise`() async throws {
        let folder = Folder()
        let outbox = try open(folder)
        try await _ = outbox.append([message(1)])
        #expect(try outbox.lowestSequence() == nil)
        #expect(try outbox.anchor(lastSequence: 40) == Outbox.Anchor(offset: 40))
        // The gateway has used it up: whether for this message, its answer will tell.
        #expect(try outbox.anchor(lastSequence: 41) == Outbox.Anchor(offset: 40, repeatsThrough: 1))
        #expect(try outbox.lowestSequence() == 41)
    }

    @Test func `an outbox restored from an older copy gives new messages new numbers`() async throws {
        let folder = Folder()
        let outbox = try open(folder)
        try await _ = outbox.append([message(1)])
        _ = try outbox.anchor(lastSequence: 0)
        // The gateway has used nine: eight of them this copy has never seen.
        _ = try outbox.anchor(lastSequence: 9)
        #expect(try await outbox.append([message(2)]) == [10])
    }

    @Test func `an outbox restored without its last number gives new messages new numbers`() async throws {
        let folder = Folder()
        do {
            let outbox = try open(folder)
            try await _ = outbox.append([message(1), message(2)])
            _ = try outbox.anchor(lastSequence: 0)
            let refusal = MessageRefusal(code: GatewayErrorCode(rawValue: 23), path: "", rule: "", expected: "")
            var answers = Outbox.Answers()
            answers.confirmed.append((1...1, false))
            answers.refused.append((2, refusal))
            try outbox.settle(answers)
        }
        // What a copy made table by table has.
        try folder.sqlite().execute("DELETE FROM sqlite_sequence")
        let outbox = try open(folder)
        #expect(try outbox.lowestSequence() == 3)
        _ = try outbox.anchor(lastSequence: 9)
        #expect(try await outbox.append([message(3)]) == [10])
        #expect(try outbox.lowestSequence() == 10)
    }

    @Test func `what is answered is removed or set aside, and counted`() async throws {
        let folder = Folder()
        let outbox = try open(folder)
        try await _ = outbox.append((1...4).map { message($0) })
        let refusal = MessageRefusal(code: GatewayErrorCode(rawValue: 23), path: "gate", rule: "format", expected: "a gate")
        let confirmed: [(sequences: ClosedRange<Int64>, isRepeat: Bool)] = [(1...2, false), (4...4, true)]
        try outbox.settle(.init(confirmed: confirmed, refused: [(id: Int64(3), refusal: refusal)]))
        #expect(try outbox.status() == OutboxStatus(waiting: 0, refused: 1, confirmed: 3, repeats: 1))
        #expect(try outbox.refused(countMax: 10).map(\.refusal) == [refusal])
        #expect(try outbox.refused(3)?.message.body == [3])
        #expect(try outbox.discardRefused(3))
        #expect(try !outbox.discardRefused(3))
        #expect(try outbox.lowest() == 5)
    }

    @Test func `a page leaves room for what is on its way`() async throws {
        let folder = Folder()
        let outbox = try open(folder)
        try await _ = outbox.append((1...10).map { message($0) })
        let page = try outbox.page(from: 5, countMax: 6)
        #expect(page.unanswered == 4)
        #expect(page.messages.map(\.id) == [5, 6])
        #expect(try outbox.page(from: 8, countMax: 6).messages.isEmpty)
    }

    @Test func `a full outbox keeps nothing of the call`() async throws {
        let folder = Folder()
        let outbox = try open(folder, bytesMax: 30 * 4_096)
        let big = OutgoingMessage(type: "a.b.v1", body: [UInt8](repeating: 1, count: 30_000))
        var kept = 0
        var failure: OutboxError?
        while failure == nil {
            do { kept += try await outbox.append([message(1), big]).count } catch { failure = error as? OutboxError }
        }
        #expect(failure?.code == .full)
        #expect(try outbox.status().waiting == kept)
    }

    @Test func `a full outbox whose messages are all refused is not stuck`() async throws {
        let folder = Folder()
        let outbox = try open(folder, bytesMax: 20 * 4_096)
        var ids: [Int64] = []
        var isFull = false
        while !isFull {
            do { ids += try await outbox.append([message(1)]) } catch { isFull = true }
        }
        // The reasons alone are larger than the messages.
        let refusal = MessageRefusal(code: GatewayErrorCode(rawValue: 23), path: "gate", rule: "format", expected: String(repeating: "x", count: 200))
        let refused = ids.dropLast().map { (id: $0, refusal: refusal) }
        try outbox.settle(.init(confirmed: [(ids.last!...ids.last!, false)], refused: refused))
        #expect(try outbox.status() == OutboxStatus(waiting: 0, refused: ids.count - 1, confirmed: 1, repeats: 0))
        // They take the room that there is, until someone discards them.
        let full = await #expect(throws: OutboxError.self) {
            for _ in ids { _ = try await outbox.append([OutgoingMessage(type: "a.b.v1", body: [UInt8](repeating: 1, count: 2_000))]) }
        }
        #expect(full?.code == .full)
        for refused in try outbox.refused(countMax: ids.count) { #expect(try outbox.discardRefused(refused.id)) }
        _ = try await outbox.append([message(2)])
    }

    @Test func `a file of another client, another process or another program is refused`() async throws {
        let folder = Folder()
        do {
            let outbox = try open(folder)
            let busy = #expect(throws: OutboxError.self) { try open(folder) }
            #expect(busy?.code == .busy)
            _ = try outbox.status()
        }
        let other = #expect(throws: OutboxError.self) { try open(folder, client: "bank") }
        #expect(other?.code == .otherClient)
        try Data(repeating: 0x41, count: 9_000).write(to: URL(fileURLWithPath: folder.path + "/text"))
        let text = #expect(throws: OutboxError.self) { try Outbox(path: folder.path + "/text", client: "x", bytesMax: 1 << 20) }
        #expect(text?.code == .unusable)
    }

    @Test(arguments: [(type: 6, body: 65_537), (type: 97, body: 0)])
    func `a message that no gateway takes is refused at once`(size: (type: Int, body: Int)) async throws {
        let outbox = try open(Folder())
        let message = OutgoingMessage(type: String(repeating: "a", count: size.type), body: [UInt8](repeating: 0, count: size.body))
        let error = await #expect(throws: OutboxError.self) { try await outbox.append([message]) }
        #expect(error?.code == .tooLarge)
    }

    @Test func `the file is for its owner only, and every message is fsynced`() async throws {
        let folder = Folder()
        let outbox = try open(folder)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.outbox)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try outbox.synchronous() == 2)
    }
}
