public import Contracts
public import GRDB

/// Where a loan stands. The steps are those of loan.status.changed.v1, after the bank's duties: files, deposit, disbursement, recovery, handling of debt
/// [S 467-471]; design [I].
public enum LoanState: String, StateMachine, DatabaseValueConvertible {
    case listed, received, incomplete, complete, appraising, approved, rejected, contracted
    case disbursed, repaying, settled, overdue, rescheduled, handled, withdrawn, appealed

    public static let subject = Wording(vi: "hồ sơ vay vốn", en: "the loan")

    public var following: Set<LoanState> {
        switch self {
        case .listed: [.received, .withdrawn]
        case .received: [.incomplete, .complete, .withdrawn]
        case .incomplete: [.received, .withdrawn]
        case .complete: [.appraising, .withdrawn]
        case .appraising: [.approved, .rejected, .withdrawn]
        case .approved: [.contracted, .withdrawn]
        case .rejected: [.appealed, .withdrawn]
        case .appealed: [.appraising, .withdrawn]
        case .contracted: [.disbursed, .withdrawn]
        case .disbursed, .rescheduled: [.repaying]
        case .repaying: [.settled, .overdue]
        case .overdue: [.rescheduled, .handled]
        case .settled, .handled, .withdrawn: []
        }
    }

    /// Where the reversal of a repayment leads back to. It is told as a step, and is none that anybody takes.
    var corrections: Set<LoanState> {
        switch self {
        case .repaying: [.disbursed, .rescheduled]
        case .settled: [.repaying]
        default: []
        }
    }

    public var name: Wording {
        switch self {
        case .listed: Wording(vi: "xã đã lập danh sách", en: "listed")
        case .received: Wording(vi: "đã tiếp nhận", en: "received")
        case .incomplete: Wording(vi: "chưa đủ hồ sơ", en: "incomplete")
        case .complete: Wording(vi: "đủ hồ sơ", en: "complete")
        case .appraising: Wording(vi: "đang thẩm định", en: "being appraised")
        case .approved: Wording(vi: "được phê duyệt", en: "approved")
        case .rejected: Wording(vi: "không được phê duyệt", en: "rejected")
        case .contracted: Wording(vi: "đã ký hợp đồng tín dụng", en: "contracted")
        case .disbursed: Wording(vi: "đã giải ngân", en: "disbursed")
        case .repaying: Wording(vi: "đang trả nợ", en: "being repaid")
        case .settled: Wording(vi: "đã tất toán", en: "settled")
        case .overdue: Wording(vi: "quá hạn", en: "overdue")
        case .rescheduled: Wording(vi: "được cơ cấu lại thời hạn trả nợ", en: "rescheduled")
        case .handled: Wording(vi: "đã xử lý nợ", en: "debt handled")
        case .withdrawn: Wording(vi: "đã rút hồ sơ", en: "withdrawn")
        case .appealed: Wording(vi: "có đề nghị xem xét lại", en: "appealed")
        }
    }

    /// Files whose decision the clock of working days waits for.
    public static let undecided: Set<LoanState> = [.complete, .appraising, .appealed]
    /// Loans that are paid back.
    static let repayable: Set<LoanState> = [.disbursed, .rescheduled, .repaying, .overdue]
    /// Loans whose state follows from their entries and the days.
    static let ofCourse = repayable.union([.settled])

    /// Whether a file has come to its end in it, so that a worker may ask anew, and the bank forgets. An appeal takes a rejection back, and the reversal of a
    /// repayment a settlement.
    var isEnd: Bool { following.isEmpty || self == .rejected }

    /// The shortest way to another state, by steps and corrections, which is its last; empty: they are the same, or there is none.
    func way(to other: LoanState) -> [LoanState] {
        var ways: [LoanState: [LoanState]] = [self: []]
        var frontier = [self]
        while !frontier.isEmpty, ways[other] == nil {
            let steps = frontier.flatMap { state in
                state.following.union(state.corrections).sorted { $0.rawValue < $1.rawValue }.map { (from: state, to: $0) }
            }
            frontier = []
            for step in steps where ways[step.to] == nil {
                ways[step.to] = (ways[step.from] ?? []) + [step.to]
                frontier.append(step.to)
            }
        }
        return ways[other] ?? []
    }

    /// As messages have it.
    public var message: Langson_Loan_V1_LoanState {
        switch self {
        case .listed: .listed
        case .received: .received
        case .incomplete: .incomplete
        case .complete: .complete
        case .appraising: .appraising
        case .approved: .approved
        case .rejected: .rejected
        case .contracted: .contracted
        case .disbursed: .disbursed
        case .repaying: .repaying
        case .settled: .settled
        case .overdue: .overdue
        case .rescheduled: .rescheduled
        case .handled: .handled
        case .withdrawn: .withdrawn
        case .appealed: .appealed
        }
    }
}
