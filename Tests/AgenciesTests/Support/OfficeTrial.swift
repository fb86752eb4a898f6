import Client
import Contracts
import Foundation
import GRDB
import SwiftProtobuf

@testable import Agencies

/// An office's store in a folder of its own, with a clock that a test sets: rules without a gateway.
final class OfficeTrial<Rules: Office> {
    let store: OfficeStore
    let rules: Rules
    var now: UTCTime
    private let folder: String
    private var position: UInt64 = 0

    /// - Parameter day: Where the clock stands: at 8 o'clock in Vietnam.
    init(_ rules: Rules, isExercise: Bool = false, day: String = "2025-10-25") throws {
        self.rules = rules
        now = UTCTime(CalendarDay(day)!, hour: 8)
        folder = FileManager.default.temporaryDirectory.appending(path: "office-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try OfficeStore.create(path: folder + "/store.sqlite", of: Rules.self, isExercise: isExercise, secret: Array(0..<32), now: now)
        store = try OfficeStore(path: folder + "/store.sqlite", of: Rules.self)
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The store, opened once more, as another process has it.
    func opened() throws -> OfficeStore { try OfficeStore(path: folder + "/store.sqlite", of: Rules.self) }

    func write<Value>(_ body: (Rules, OfficeTransaction) throws -> Value) throws -> Value { try store.write(at: now) { try body(rules, $0) } }

    /// Time goes on, and what is due is done.
    func tick(days: Int = 0, seconds: Int64 = 0) throws {
        now = now.adding(seconds: Int64(days) * 86_400 + seconds)
        try write { try $0.tick(in: $1) }
    }

    /// A message comes from the gateway.
    ///
    /// - Parameter recordedAt: When the gateway received it; nil: now.
    func receive(
        _ type: String,
        _ message: some SwiftProtobuf.Message,
        from principal: String = "other",
        isExercise: Bool? = nil,
        recordedAt: UTCTime? = nil,
        at position: UInt64? = nil
    ) throws {
        try receive(type, body: try message.serializedBytes(), from: principal, isExercise: isExercise, recordedAt: recordedAt, at: position)
    }

    /// A message comes whose people were erased: nothing of its body is left.
    func receiveErased(_ type: String, from principal: String = "other", at position: UInt64? = nil) throws {
        try receive(type, body: [], from: principal, isErased: true, at: position)
    }

    /// A message comes with a body that may be none of its type.
    func receive(
        _ type: String,
        body: [UInt8],
        from principal: String = "other",
        isExercise: Bool? = nil,
        isErased: Bool = false,
        recordedAt: UTCTime? = nil,
        at position: UInt64? = nil
    ) throws {
        self.position = position ?? self.position + 1
        let id = EventID(high: 0x7000, low: 0x8000_0000_0000_0000 + self.position)
        try Inbox(store: store, rules: rules).take(
            [
                ReceivedMessage(
                    position: self.position,
                    type: type,
                    id: id,
                    body: body,
                    principal: principal,
                    recordedAt: recordedAt ?? now,
                    isExercise: isExercise ?? store.isExercise,
                    isErased: isErased,
                    chain: MessageChain(correlation: id, causation: id)
                )
            ],
            at: now
        )
    }

    /// What was said and waits for the gateway, oldest first.
    func sent() throws -> [SentMessage] {
        try store.read { database in
            try Row.fetchAll(database, sql: "SELECT type, body, is_exercise FROM outbox_message ORDER BY id").map {
                SentMessage(type: $0[0], body: [UInt8]($0[1] as Data), isExercise: $0[2])
            }
        }
    }

    func sent<Message: SwiftProtobuf.Message>(_ type: String, as message: Message.Type = Message.self) throws -> [Message] {
        try sent().filter { $0.type == type }.map { try Message(serializedBytes: $0.body) }
    }

    func status() throws -> OfficeStatus { try store.read(OfficeStatus.init) }

    func problems() throws -> [Problem] { try store.read { try Problem.all($0) } }
}

struct SentMessage {
    let type: String
    let body: [UInt8]
    let isExercise: Bool
}
