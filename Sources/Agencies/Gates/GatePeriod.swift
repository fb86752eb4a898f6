import Contracts
import GRDB

/// A time in which a gate has one state.
public struct GatePeriod: Hashable, Sendable {
    public let gate: String
    public let state: GateState
    public var from: UTCTime
    /// The first moment that does not belong to it; nil: until further notice.
    public var until: UTCTime?
    public let note: String
    /// The letter that says so; empty: none is named.
    public let letter: String

    public init(gate: String, state: GateState, from: UTCTime, until: UTCTime? = nil, note: String = "", letter: String = "") {
        self.gate = gate
        self.state = state
        self.from = from
        self.until = until
        self.note = note
        self.letter = letter
    }

    /// As a checkpoint announces it.
    ///
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``: a state that this version does not know, or an end that is not after the beginning.
    init(_ message: Langson_Gate_V1_StatusChanged) throws(OfficeError) {
        guard let state = GateState(message.state) else {
            throw OfficeError(
                .invalid,
                vi: "trạng thái cửa khẩu không rõ: cần nâng cấp chương trình",
                en: "a gate state that this version does not know"
            )
        }
        let from = UTCTime(message.from)
        let until = message.hasUntil ? UTCTime(message.until) : nil
        guard from.isSensible, until?.isSensible ?? true else {
            throw OfficeError(.invalid, vi: "thời điểm ngoài các năm 1900 đến 2199", en: "a time outside the years 1900 to 2199")
        }
        guard until.map({ from < $0 }) ?? true else {
            throw OfficeError(.invalid, vi: "thời điểm kết thúc phải sau thời điểm bắt đầu", en: "a period ends after it begins")
        }
        self.init(gate: message.gate, state: state, from: from, until: until, note: message.note, letter: message.letterRef)
    }

    init(_ row: Row) throws {
        guard let state = GateState(rawValue: row[1]) else {
            throw OfficeError(.unreadable, vi: "trạng thái cửa khẩu trong kho không đọc được", en: "a gate's state in the store cannot be read")
        }
        self.init(
            gate: row[0],
            state: state,
            from: UTCTime(microseconds: row[2]),
            until: (row[3] as Int64?).map { UTCTime(microseconds: $0) },
            note: row[4],
            letter: row[5]
        )
    }

    public func contains(_ time: UTCTime) -> Bool { from <= time && until.map { time < $0 } ?? true }

    /// Whether another one differs in when it begins alone.
    func isSame(as other: GatePeriod) -> Bool {
        (gate, state, until, note, letter) == (other.gate, other.state, other.until, other.note, other.letter)
    }

    func overlaps(_ other: GatePeriod) -> Bool { (until.map { other.from < $0 } ?? true) && (other.until.map { from < $0 } ?? true) }

    /// What is left of it before and after another period of the same gate, which was announced later.
    func remains(around other: GatePeriod) -> [GatePeriod] {
        guard overlaps(other) else { return [self] }
        var remains: [GatePeriod] = []
        if from < other.from {
            var before = self
            before.until = other.from
            remains.append(before)
        }
        if let end = other.until, until.map({ end < $0 }) ?? true {
            var after = self
            after.from = end
            remains.append(after)
        }
        return remains
    }

    /// `25/10/2025 08:00 (VN) · 09:00 (CN) – …`, in a person's language.
    public func span(_ language: Language) -> String {
        let end = until?.onBothClocks ?? Wording(vi: "đến khi có thông báo mới", en: "until further notice")[language]
        return "\(from.onBothClocks) – \(end)"
    }
}
