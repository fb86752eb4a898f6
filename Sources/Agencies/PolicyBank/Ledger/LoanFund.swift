public import Contracts
public import GRDB

/// The capital that a loan is paid from, in the words of loan.disbursed.reported.v1.
public enum LoanFund: String, CaseIterable, Sendable, DatabaseValueConvertible {
    case central
    case nationalEmployment = "national_employment"
    case province, district

    /// The plan's line that it draws on. The plan gives the provincial and the district budgets one sum together [S 293-295]: two funds, one line.
    public var line: FundLine {
        switch self {
        case .central: .central
        case .nationalEmployment: .nationalEmployment
        case .province, .district: .localBudgets
        }
    }

    /// What it may be lent for: the plan divides its capital by purpose [S 290-295].
    public var programme: LoanProgramme { self == .central ? .contractWorkers : .jobCreation }

    public var name: Wording {
        switch self {
        case .central: Wording(vi: "vốn trung ương", en: "central capital")
        case .nationalEmployment: Wording(vi: "Quỹ quốc gia giải quyết việc làm", en: "national fund for employment")
        case .province: Wording(vi: "ngân sách tỉnh ủy thác", en: "provincial budget, entrusted")
        case .district: Wording(vi: "ngân sách huyện ủy thác", en: "district budgets, entrusted")
        }
    }

    /// As messages have it.
    public var message: Langson_Loan_V1_Fund {
        switch self {
        case .central: .central
        case .nationalEmployment: .nationalEmployment
        case .province: .province
        case .district: .district
        }
    }
}

/// A line of the plan's money that can be lent; the raw value is its name in seeds/funds.csv.
public enum FundLine: String, CaseIterable, Sendable {
    case central
    case nationalEmployment = "national_employment"
    case localBudgets = "local_budgets"

    /// What the plan says of it.
    public var plan: Fund {
        guard let fund = ReferenceData.standard.fund(rawValue) else { preconditionFailure("a line of seeds/funds.csv") }
        return fund
    }

    public var funds: [LoanFund] { LoanFund.allCases.filter { $0.line == self } }

    public var name: Wording {
        switch self {
        case .central: LoanFund.central.name
        case .nationalEmployment: LoanFund.nationalEmployment.name
        case .localBudgets: Wording(vi: "ngân sách tỉnh và huyện ủy thác", en: "provincial and district budgets, entrusted")
        }
    }
}
