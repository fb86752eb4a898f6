public import GRDB

/// The hub's report of a period: everything that was counted and handed in, put together [S 328-330, 542-546].
public struct Consolidation: Sendable {
    public struct Section: Sendable {
        public let title: Wording
        public let figures: [Figure]
    }

    public let period: ReportPeriod
    public let sections: [Section]
    public let standings: [ReportStanding]
    /// What the offices wrote beside their figures, by office.
    public let narratives: [(office: Wording, text: String)]

    public init(_ period: ReportPeriod, office: LabourOffice, today: CalendarDay, _ database: Database) throws {
        self.period = period
        standings = try ReportStanding.all(period, office: office, today: today, database)
        let reports = try SubmittedReport.all(period: period.description, database)
        let names = Dictionary(standings.map { ($0.organisation, $0.name) }) { first, _ in first }
        narratives = reports.filter { !$0.narrative.isEmpty }.map {
            (names[$0.organisation] ?? Wording(vi: $0.organisation, en: $0.organisation), $0.narrative)
        }
        sections = [
            try Self.targets(period, office, database), try Self.orders(period, database), try Self.journeys(period, database),
            try Self.borders(period, database),
            try Self.money(period, office, database), Self.handedIn(reports),
        ]
    }

    private static func targets(_ period: ReportPeriod, _ office: LabourOffice, _ database: Database) throws -> Section {
        var figures: [Figure] = []
        for progress in try TargetProgress.all(period.year, reference: office.reference, database) {
            let name = Wording(vi: progress.target.nameVI, en: progress.target.nameEN)
            if let minimum = progress.target.minimum {
                figures.append(Figure("target.\(progress.target.id)", name, .persons, Int64(progress.count), goal: minimum))
            } else if let growth = progress.growthPercent {
                figures.append(Figure("target.\(progress.target.id)", name, .percent, Int64(growth), goal: progress.target.growthPercent?.lowerBound))
            }
        }
        return Section(title: Wording(vi: "Chỉ tiêu năm \(period.year)", en: "Targets of \(period.year)"), figures: figures)
    }

    /// An order belongs to the period in which its season begins, and to no other; departures and returns to that of their own day.
    private static func orders(_ period: ReportPeriod, _ database: Database) throws -> Section {
        var (seats, offered, accepted) = (0, 0, 0)
        let days = period.firstDay.description...period.lastDay.description
        for order in try HubOrder.all(database) where days.contains(order.seasonFrom) && order.state != "cancelled" {
            let fill = try Fill(order: order.id, database)
            (seats, offered, accepted) = (seats + order.seats, offered + fill.offered, accepted + fill.accepted)
        }
        func journeys(_ condition: String) throws -> Int64 {
            try Int64.fetchOne(
                database,
                sql: "SELECT count(*) FROM journey WHERE \(condition)",
                arguments: ["from": period.times.lowerBound, "to": period.times.upperBound]
            ) ?? 0
        }
        let departed = try journeys("exited_at >= :from AND exited_at < :to")
        let returned = try journeys("returned_at >= :from AND returned_at < :to")
        // Told beside those who are back, it would tell the few who are not.
        let awaited = try journeys("exited_at < :to AND (returned_at IS NULL OR returned_at >= :from)")
        return Section(
            title: Wording(vi: "Đơn hàng trong kỳ", en: "Orders of the period"),
            figures: [
                Figure("orders.seats", Wording(vi: "Số chỗ", en: "Seats"), .persons, Int64(seats)),
                Figure("orders.offered", Wording(vi: "Đã giới thiệu", en: "Offered"), .persons, Int64(offered), goal: Int64(seats)),
                Figure("orders.accepted", Wording(vi: "Đã ký hợp đồng", en: "Accepted"), .persons, Int64(accepted), goal: Int64(seats)),
                Figure("orders.departed", Wording(vi: "Đã xuất cảnh", en: "Departed"), .persons, departed, goal: seats > 0 ? Int64(seats) : nil),
                Figure(
                    "orders.returned",
                    Wording(vi: "Đã về", en: "Returned"),
                    .persons,
                    returned,
                    goal: awaited > 4 && (1...4).contains(awaited - returned) ? nil : awaited
                ),
            ]
        )
    }

    private static func journeys(_ period: ReportPeriod, _ database: Database) throws -> Section {
        let counts = try JourneyRecord.counts(period, database)
        return Section(
            title: Wording(vi: "Các chuyến đi theo trạng thái", en: "Journeys by state"),
            figures: JourneyState.allCases.map { Figure("journeys.\($0.rawValue)", $0.name, .persons, Int64(counts[$0] ?? 0)) }
        )
    }

    /// Passages at the gates, those that are kept and those that are counted by month already; and cases that a mission was told of.
    private static func borders(_ period: ReportPeriod, _ database: Database) throws -> Section {
        func passages(_ direction: Crossing.Direction) throws -> Int64 {
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT (SELECT count(*) FROM crossing WHERE direction = :direction AND occurred_at >= :from AND occurred_at < :to)
                      + (SELECT coalesce(sum(count), 0) FROM crossing_month WHERE direction = :direction AND month BETWEEN :first AND :last)
                    """,
                arguments: [
                    "direction": direction.rawValue, "from": period.times.lowerBound, "to": period.times.upperBound, "first": period.firstMonth,
                    "last": period.lastMonth,
                ]
            ) ?? 0
        }
        let cases = try Int64.fetchOne(
            database,
            sql: "SELECT count(*) FROM case_notice WHERE notified_at >= ? AND notified_at < ?",
            arguments: [period.times.lowerBound, period.times.upperBound]
        )
        return Section(
            title: Wording(vi: "Cửa khẩu và bảo hộ trong kỳ", en: "Gates and protection in the period"),
            figures: [
                Figure("crossings.exits", Wording(vi: "Lượt xuất cảnh", en: "Exits"), .persons, try passages(.exit)),
                Figure("crossings.entries", Wording(vi: "Lượt nhập cảnh", en: "Entries"), .persons, try passages(.entry)),
                Figure(
                    "cases.notified",
                    Wording(vi: "Vụ việc đã báo cơ quan đại diện", en: "Cases that a mission was told of"),
                    .persons,
                    cases ?? 0
                ),
            ]
        )
    }

    /// The fund of the plan that a disbursement draws on: the provincial and district budgets are one line of it.
    private static let funds = [
        "central": "central", "national_employment": "national_employment", "province": "local_budgets", "district": "local_budgets",
    ]

    private static func money(_ period: ReportPeriod, _ office: LabourOffice, _ database: Database) throws -> Section {
        var totals: [String: VND] = [:]
        var loans = 0
        for disbursement in try Disbursement.all(period, database) {
            totals[funds[disbursement.fund] ?? disbursement.fund, default: .zero] =
                (totals[funds[disbursement.fund] ?? disbursement.fund] ?? .zero) + disbursement.total
            loans += disbursement.loans
        }
        var figures = office.reference.funds.filter { totals[$0.id] != nil }.map {
            Figure("funds.\($0.id)", Wording(vi: $0.nameVI, en: $0.nameEN), .dong, totals[$0.id]?.dong ?? 0, goal: $0.amountVND)
        }
        figures.append(Figure("funds.loans", Wording(vi: "Số khoản vay", en: "Loans"), .loans, Int64(loans)))
        return Section(title: Wording(vi: "Cho vay trong kỳ", en: "Lent in the period"), figures: figures)
    }

    /// The same indicator of several offices is added up; what counts something else under the same code is another one.
    private static func handedIn(_ reports: [SubmittedReport]) -> Section {
        var totals: [SubmittedIndicator: Int64] = [:]
        for (indicator, total) in reports.flatMap(\.indicators) { totals[indicator, default: 0] += total }
        return Section(
            title: Wording(vi: "Báo cáo của các cơ quan", en: "Handed in by the offices"),
            figures: totals.sorted { $0.key < $1.key }.map { Figure("report.\($0.key.code)", $0.key.name, $0.key.unit, $0.value) }
        )
    }

    /// RFC 4180: code, name, value, goal. Values are bare numbers, but for `< 5` and a percentage.
    public func csv(_ language: Language) -> String {
        func cell(_ text: String) -> String { text.contains(where: { ",\"\n".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text }
        var lines = ["code,name,value,goal"]
        for figure in sections.flatMap(\.figures) {
            lines.append([figure.code, figure.name[language], figure.number, figure.goalNumber].map(cell).joined(separator: ","))
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
