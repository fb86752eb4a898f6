public import Contracts
public import GRDB

/// Which of the plan's lines a loan is asked from [S 290-295].
public enum LoanProgramme: String, CaseIterable, Sendable, DatabaseValueConvertible {
    case contractWorkers = "contract_workers"
    case jobCreation = "job_creation"

    public var name: Wording {
        switch self {
        case .contractWorkers: Wording(vi: "cho vay lao động đi làm việc ở nước ngoài theo hợp đồng", en: "workers under contract abroad")
        case .jobCreation: Wording(vi: "cho vay giải quyết việc làm", en: "job creation")
        }
    }

    /// The capital that it is paid from.
    public var funds: [LoanFund] { LoanFund.allCases.filter { $0.programme == self } }

    /// As messages have it.
    public var message: Langson_Loan_V1_Programme {
        switch self {
        case .contractWorkers: .contractWorkers
        case .jobCreation: .jobCreation
        }
    }

    init(_ message: Langson_Loan_V1_Programme) throws(OfficeError) {
        switch message {
        case .contractWorkers: self = .contractWorkers
        case .jobCreation: self = .jobCreation
        case .unspecified, .UNRECOGNIZED:
            throw OfficeError(
                .invalid,
                vi: "bản tin không nói vay theo chương trình nào: hãy yêu cầu xã gửi lại",
                en: "the message does not say from which programme the loan is asked: let the commune send it again"
            )
        }
    }
}
