import Contracts
public import GRDB
import SwiftProtobuf

extension PolicyBank {
    /// The branch, in seeds/organisations.csv.
    private static var organisation: String { "policy_bank_branch" }

    /// The reports on money that are due or late, and not handed in.
    public func form02Due(on day: CalendarDay, _ database: Database) throws -> [ReportDue] {
        let handedIn = Set(try String.fetchAll(database, sql: "SELECT DISTINCT period FROM form_report"))
        return try ReportDue.all(on: day, database).filter { !handedIn.contains($0.period.description) }
    }

    /// Hands in form 02, money, for a half year or a year; handed in again it is the next version. Figures that are about too few loans are not told, and
    /// named after the narrative.
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
        let form = Form02(
            LoanFund.allCases.compactMap { fund in
                guard let lent = lending.first(where: { $0.fund == fund }), let now = standing.first(where: { $0.fund == fund }) else { return nil }
                return Form02.Line(fund: fund, lending: lent, standing: now)
            }
        )
        let message = Langson_Report_V1_Submitted.with {
            $0.organisation = Self.organisation
            $0.period = period.description
            $0.form = .reportForm02
            $0.version = UInt32(version)
            $0.narrative = ([narrative].filter { !$0.isEmpty } + form.untold.map { "\($0): < \(SmallCount.least)" }).joined(separator: "\n")
            $0.indicators = form.indicators
        }
        try transaction.send("report.submitted.v1", message)
        try database.execute(
            sql: "INSERT INTO form_report VALUES (?, ?, ?)",
            arguments: [period.description, version, transaction.today.description]
        )
        return version
    }
}
