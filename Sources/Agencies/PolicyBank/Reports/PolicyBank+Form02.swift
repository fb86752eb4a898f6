import Contracts
import GRDB
import SwiftProtobuf

extension PolicyBank {
    /// The branch, in seeds/organisations.csv.
    private static var organisation: String { "policy_bank_branch" }

    /// Hands in form 02, money, for a half year or a year; handed in again it is the next version. Its columns are not in the plan's text: these are [I].
    ///
    /// - Parameter narrative: What the figures do not say; at most 8,000 characters.
    /// - Returns: The version.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/forbidden``: the period has not begun.
    @discardableResult
    public func submitForm02(_ period: ReportPeriod, narrative: String = "", in transaction: OfficeTransaction) throws -> Int {
        guard period.firstDay <= transaction.today else {
            throw OfficeError(.forbidden, vi: "kỳ báo cáo \(period) chưa bắt đầu", en: "the period \(period) has not begun")
        }
        let database = transaction.database
        let sql = "SELECT coalesce(max(version), 0) + 1 FROM form_report WHERE period = ?"
        let version = try Int.fetchOne(database, sql: sql, arguments: [period.description]) ?? 1
        let lending = try FundLending.all(from: LendingMonth(period.firstDay), through: LendingMonth(period.lastDay), database)
        let standing = try FundStanding.all(database).flatMap(\.parts)
        let message = Langson_Report_V1_Submitted.with {
            $0.organisation = Self.organisation
            $0.period = period.description
            $0.form = .reportForm02
            $0.version = UInt32(version)
            $0.narrative = narrative
            $0.indicators = [
                Self.indicator("loans_disbursed", .loans, lending.map { ($0.fund.rawValue, Int64($0.loans)) }),
                Self.indicator("disbursed", .vnd, lending.map { ($0.fund.rawValue, $0.total.dong) }),
                Self.indicator("outstanding", .vnd, standing.map { ($0.fund.rawValue, $0.outstanding.dong) }),
                Self.indicator("repaid", .vnd, standing.map { ($0.fund.rawValue, $0.repaid.dong) }),
            ]
        }
        try transaction.send("report.submitted.v1", message)
        try database.execute(
            sql: "INSERT INTO form_report VALUES (?, ?, ?)",
            arguments: [period.description, version, transaction.today.description]
        )
        return version
    }

    private static func indicator(_ code: String, _ unit: Langson_Report_V1_IndicatorUnit, _ values: [(code: String, value: Int64)])
        -> Langson_Report_V1_Indicator
    {
        let suppressed = SuppressedParts(values)
        return .with {
            $0.code = code
            $0.unit = unit
            $0.total = suppressed.total
            $0.parts = suppressed.parts.map { part in
                .with {
                    $0.code = part.code
                    $0.value = part.value
                }
            }
        }
    }
}
