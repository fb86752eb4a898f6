import Contracts

/// What a worker asked for on the way back, as a journey has it.
extension DeclaredNeed {
    /// - Parameter number: As the contract of `crossing.entry.recorded.v1` numbers it. Nil: the worker asked for nothing.
    init?(journey number: Int) {
        guard let need = Self.allCases.first(where: { $0 != .none && $0.message.rawValue == number }) else { return nil }
        self = need
    }

    /// What somebody is to help with.
    public var help: Wording {
        switch self {
        case .none: Wording(vi: "không cần hỗ trợ", en: "nothing")
        case .wages: Wording(vi: "tiền lương", en: "wages")
        case .injury: Wording(vi: "thương tật, sức khỏe", en: "an injury")
        case .other: Wording(vi: "việc khác", en: "something else")
        }
    }
}

extension JourneyRecord {
    /// What the worker asked for on the way back; nil: nothing.
    public var declaredNeed: DeclaredNeed? { DeclaredNeed(journey: need) }
}
