public import GRDB

/// The orders of the coming months at each gate. An order stands at every gate that its workers may use, with all its seats.
public struct SeasonCalendar: Sendable {
    public struct Cell: Hashable, Sendable {
        public internal(set) var orders = 0
        public internal(set) var seats = 0
    }

    /// The first days of the months.
    public let months: [CalendarDay]
    /// In the order of their codes: those that an order names.
    public let gates: [String]
    private let cells: [[Cell]]

    /// More would not be a calendar.
    public static let monthsMax = 24

    /// - Parameters:
    ///   - day: A day of the first month.
    ///   - count: How many months, at most ``monthsMax``.
    public init(_ database: Database, from day: CalendarDay, months count: Int) throws {
        let months = (0..<min(max(count, 1), Self.monthsMax)).map { offset in
            CalendarDay.first(of: (day.month - 1 + offset) % 12 + 1, day.year + (day.month - 1 + offset) / 12)
        }
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT gate, season_from, season_to, seats FROM order_gate JOIN demand_order USING (order_id)
                WHERE state IN \(OrderState.offeredSQL) AND season_to >= ? AND season_from <= ? ORDER BY gate
                """,
            arguments: [months[0].description, CalendarDay.last(of: months[months.count - 1].month, months[months.count - 1].year).description]
        )
        var gates: [String] = []
        var cells: [[Cell]] = []
        for row in rows {
            let (gate, from, to, seats): (String, String, String, Int) = (row[0], row[1], row[2], row[3])
            if gates.last != gate {
                gates.append(gate)
                cells.append(months.map { _ in Cell() })
            }
            for (place, month) in months.enumerated() {
                let last = CalendarDay.last(of: month.month, month.year)
                guard from <= last.description, to >= month.description else { continue }
                cells[gates.count - 1][place].orders += 1
                cells[gates.count - 1][place].seats += seats
            }
        }
        self.months = months
        self.gates = gates
        self.cells = cells
    }

    /// - Parameters: Places in ``gates`` and ``months``.
    public subscript(gate: Int, month: Int) -> Cell { cells[gate][month] }

    /// What stands at a gate in the first month: nothing where no order names it.
    public func firstMonth(at gate: String) -> Cell { gates.firstIndex(of: gate).map { cells[$0][0] } ?? Cell() }
}
