import Contracts

/// A message's bytes, field by field.
struct Body {
    var bytes: [UInt8] = []

    /// With the field `id` of the tests' messages.
    static func thing(_ id: String = "a1") -> Body { Body().text(1, id) }

    func text(_ field: UInt32, _ text: String) -> Body { self.bytes(field, Array(text.utf8)) }

    func bytes(_ field: UInt32, _ content: [UInt8]) -> Body {
        var copy = self
        content.withUnsafeBytes { copy.bytes.appendField(field, bytes: $0) }
        return copy
    }

    func number(_ field: UInt32, _ value: Int64) -> Body {
        var copy = self
        copy.bytes.appendField(field, varint: UInt64(bitPattern: value))
        return copy
    }

    func message(_ field: UInt32, _ message: Body) -> Body { bytes(field, message.bytes) }

    func packed(_ field: UInt32, _ values: [Int64]) -> Body {
        var content: [UInt8] = []
        for value in values { content.appendVarint(UInt64(bitPattern: value)) }
        return bytes(field, content)
    }

    /// A `google.protobuf.Timestamp`.
    func time(_ field: UInt32, seconds: Int64, nanoseconds: Int64 = 0) -> Body {
        var time = Body()
        if seconds != 0 { time = time.number(1, seconds) }
        if nanoseconds != 0 { time = time.number(2, nanoseconds) }
        return message(field, time)
    }

    func raw(_ more: [UInt8]) -> Body { Body(bytes: bytes + more) }
}

/// The time of receipt in tests: 2026-10-25T06:30:00Z.
let receiptSeconds: Int64 = 1_792_909_800

extension MessageType {
    func check(_ body: Body, at seconds: Int64 = receiptSeconds, isExercise: Bool = false) -> CheckResult {
        check(body.bytes, at: seconds, isExercise: isExercise)
    }

    func check(_ bytes: [UInt8], at seconds: Int64 = receiptSeconds, isExercise: Bool = false) -> CheckResult {
        bytes.withUnsafeBytes { check($0, recordedAt: seconds * 1_000_000, isExercise: isExercise) }
    }

    func refusal(_ body: Body, at seconds: Int64 = receiptSeconds, isExercise: Bool = false) -> ContractRefusal? {
        guard case .refused(let refusal) = check(body, at: seconds, isExercise: isExercise) else { return nil }
        return refusal
    }

    /// `path rule` of the refusal, or `ok`.
    func verdict(_ body: Body, at seconds: Int64 = receiptSeconds, isExercise: Bool = false) -> String {
        refusal(body, at: seconds, isExercise: isExercise).map { "\($0.path) \($0.rule.rawValue)" } ?? "ok"
    }

    func view(_ body: Body, for role: Role) -> [UInt8]? {
        var view: [UInt8] = []
        let isDone = body.bytes.withUnsafeBytes { appendView(of: $0, for: role, to: &view) }
        return isDone ? view : nil
    }
}
