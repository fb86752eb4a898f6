import Contracts

/// How soon to act; CAP 1.2.
public enum AlertUrgency: String, CaseIterable, Sendable {
    case immediate, expected, future, past, unknown

    init(_ message: Langson_Alert_V1_AlertUrgency) { self = Self.allCases.first { $0.message == message } ?? .unknown }

    var message: Langson_Alert_V1_AlertUrgency {
        switch self {
        case .immediate: .immediate
        case .expected: .expected
        case .future: .future
        case .past: .past
        case .unknown: .unknown
        }
    }

    public var name: Wording {
        switch self {
        case .immediate: Wording(vi: "ngay lập tức", en: "immediate")
        case .expected: Wording(vi: "sắp tới", en: "expected")
        case .future: Wording(vi: "trong tương lai", en: "future")
        case .past: Wording(vi: "đã qua", en: "past")
        case .unknown: Wording(vi: "chưa rõ", en: "unknown")
        }
    }
}

/// How great the threat to life is; CAP 1.2.
public enum AlertSeverity: String, CaseIterable, Sendable {
    case extreme, severe, moderate, minor, unknown

    init(_ message: Langson_Alert_V1_AlertSeverity) { self = Self.allCases.first { $0.message == message } ?? .unknown }

    var message: Langson_Alert_V1_AlertSeverity {
        switch self {
        case .extreme: .extreme
        case .severe: .severe
        case .moderate: .moderate
        case .minor: .minor
        case .unknown: .unknown
        }
    }

    public var name: Wording {
        switch self {
        case .extreme: Wording(vi: "đặc biệt nghiêm trọng", en: "extreme")
        case .severe: Wording(vi: "nghiêm trọng", en: "severe")
        case .moderate: Wording(vi: "vừa", en: "moderate")
        case .minor: Wording(vi: "nhẹ", en: "minor")
        case .unknown: Wording(vi: "chưa rõ", en: "unknown")
        }
    }
}

/// How sure it is; CAP 1.2.
public enum AlertCertainty: String, CaseIterable, Sendable {
    case observed, likely, possible, unlikely, unknown

    init(_ message: Langson_Alert_V1_AlertCertainty) { self = Self.allCases.first { $0.message == message } ?? .unknown }

    var message: Langson_Alert_V1_AlertCertainty {
        switch self {
        case .observed: .observed
        case .likely: .likely
        case .possible: .possible
        case .unlikely: .unlikely
        case .unknown: .unknown
        }
    }

    public var name: Wording {
        switch self {
        case .observed: Wording(vi: "đã quan sát thấy", en: "observed")
        case .likely: Wording(vi: "nhiều khả năng", en: "likely")
        case .possible: Wording(vi: "có thể", en: "possible")
        case .unlikely: Wording(vi: "ít khả năng", en: "unlikely")
        case .unknown: Wording(vi: "chưa rõ", en: "unknown")
        }
    }
}

/// What somebody does about an alert.
public enum AlertAction: String, CaseIterable, Sendable {
    case seen
    case onTheWay = "on_the_way"
    case atThePlace = "at_the_place"
    case takenOver = "taken_over"
    case notConcerned = "not_concerned"

    init?(_ message: Langson_Alert_V1_AlertAction) {
        guard let action = Self.allCases.first(where: { $0.message == message }) else { return nil }
        self = action
    }

    var message: Langson_Alert_V1_AlertAction {
        switch self {
        case .seen: .seen
        case .onTheWay: .onTheWay
        case .atThePlace: .atThePlace
        case .takenOver: .takenOver
        case .notConcerned: .notConcerned
        }
    }

    public var name: Wording {
        switch self {
        case .seen: Wording(vi: "đã xem", en: "seen")
        case .onTheWay: Wording(vi: "đang trên đường", en: "on the way")
        case .atThePlace: Wording(vi: "đã đến nơi", en: "at the place")
        case .takenOver: Wording(vi: "đã tiếp quản", en: "taken over")
        case .notConcerned: Wording(vi: "không thuộc trách nhiệm", en: "not concerned")
        }
    }
}
