import Contracts

/// Which figure an office handed in, and what it counts.
public struct SubmittedIndicator: Hashable, Comparable, Sendable {
    public let code: String
    public let unit: Figure.Unit

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``: a unit that this version does not know.
    init(_ indicator: Langson_Report_V1_Indicator) throws(OfficeError) {
        code = indicator.code
        switch indicator.unit {
        case .persons: unit = .persons
        case .cases: unit = .cases
        case .loans: unit = .loans
        case .vnd: unit = .dong
        case .events: unit = .events
        case .unspecified, .UNRECOGNIZED:
            throw OfficeError(
                .invalid,
                vi: "báo cáo có đơn vị tính không rõ: cần nâng cấp chương trình",
                en: "a report counts in a unit that this version does not know: it needs a newer one"
            )
        }
    }

    public static func < (left: SubmittedIndicator, right: SubmittedIndicator) -> Bool {
        (left.code, left.unit.rawValue) < (right.code, right.unit.rawValue)
    }

    /// As people read it; a code that nobody has given a name yet stands for itself.
    public var name: Wording { Self.names[code] ?? Wording(vi: code, en: code) }

    /// What the offices of this program hand in, and the border's handovers [I]: the plan's forms have no columns in its text.
    private static let names = [
        "loans_disbursed": Wording(vi: "Số khoản vay đã giải ngân", en: "Loans paid out"),
        "disbursed": Wording(vi: "Số tiền đã giải ngân", en: "Amount paid out"),
        "outstanding": Wording(vi: "Dư nợ", en: "Amount outstanding"),
        "repaid": Wording(vi: "Số tiền đã thu hồi", en: "Amount repaid"),
        "protection_cases_opened": Wording(vi: "Vụ việc bảo hộ mới", en: "Protection cases opened"),
        "protection_cases_mission_notified": Wording(
            vi: "Vụ việc bảo hộ đã báo cơ quan đại diện",
            en: "Protection cases that a mission was told of"
        ),
        "protection_cases_closed": Wording(vi: "Vụ việc bảo hộ đã đóng", en: "Protection cases closed"),
        "handovers": Wording(vi: "Đợt bàn giao người", en: "Groups handed over"),
    ]
}
