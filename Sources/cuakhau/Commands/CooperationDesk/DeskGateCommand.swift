import Agencies
import ArgumentParser
import GRDB

/// `cuakhau desk gate`
struct DeskGateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: String(vi: "Các cửa khẩu của tỉnh.", en: "The gates of the province."),
        subcommands: [List.self]
    )

    /// `cuakhau desk gate list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: String(
                vi: "Cửa khẩu nào đang mở và các thông báo, theo giờ của cả hai bên.",
                en: "Which gates are open, and what was announced, on the clocks of both sides."
            ),
            discussion: String(
                vi: """
                    Các cửa khẩu theo danh mục hôm nay, kèm số đơn hàng và số chỗ trong tháng này. Cửa khẩu chưa có thông báo nào được ghi bằng dấu \
                    gạch.
                    """,
                en: """
                    The gates are those of today's list, with the orders and seats that stand at them this month. A gate of which nothing was \
                    announced is shown with a dash.
                    """,
                examples: """
                    cuakhau desk gate list --home /srv/desk
                    """
            )
        )

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: OfficeOptions<CooperationDesk>

        func run() throws {
            let open = try office.open()
            let now = open.clock.now()
            let gates = try open.read { _, database in
                let calendar = GateCalendar(database)
                let season = try SeasonCalendar(database, from: now.day(), months: 1)
                return try ReferenceLists(database).gates(on: now.day()).map { gate in
                    (gate, try calendar.period(of: gate.id, at: now), try calendar.next(of: gate.id, after: now), season.firstMonth(at: gate.id))
                }
            }
            if json {
                for (gate, now, next, season) in gates { Terminal.write(try JSONLine.text(DeskGateReport(gate, now, next, season))) }
                return
            }
            Terminal.write(now.onBothClocks)
            for (gate, now, next, season) in gates {
                let state = now.map { $0.state.name[open.language] } ?? "–"
                Terminal.write("\(gate.id)  \(gate.nameVI)\(gate.nameZH.map { " · \($0)" } ?? ""): \(state)\(Self.text(season, open.language))")
                if let now { Terminal.write("    \(Self.text(now, open.language))") }
                if let next { Terminal.write("    \(next.state.name[open.language]): \(Self.text(next, open.language))") }
            }
        }

        private static func text(_ season: SeasonCalendar.Cell, _ language: Language) -> String {
            guard season.orders > 0 else { return "" }
            return Wording(
                vi: " · trong tháng: \(season.orders) đơn hàng, \(season.seats) chỗ",
                en: " · this month: orders \(season.orders), seats \(season.seats)"
            )[language]
        }

        private static func text(_ period: GatePeriod, _ language: Language) -> String {
            let until = period.until.map(\.onBothClocks) ?? Wording(vi: "khi có thông báo mới", en: "further notice")[language]
            let span = Wording(vi: "từ \(period.from.onBothClocks) đến \(until)", en: "from \(period.from.onBothClocks) until \(until)")[language]
            return ([span] + [period.note, period.letter].filter { !$0.isEmpty }.map(ShownText.plain)).joined(separator: "; ")
        }
    }
}

/// A gate's state as JSON, times in UTC.
private struct DeskGateReport: Encodable {
    private struct Period: Encodable {
        let state: String
        let from: String
        /// Not there: until further notice.
        let until: String?
        let note: String
        let letterRef: String

        init(_ period: GatePeriod) {
            state = period.state.rawValue
            from = period.from.description
            until = period.until?.description
            note = period.note
            letterRef = period.letter
        }
    }

    private let gate: String
    private let name: String
    /// Not there: nothing was announced.
    private let now: Period?
    private let next: Period?
    /// This month's.
    private let orders: Int
    private let seats: Int

    init(_ gate: Gate, _ now: GatePeriod?, _ next: GatePeriod?, _ season: SeasonCalendar.Cell) {
        self.gate = gate.id
        name = gate.nameVI
        self.now = now.map(Period.init)
        self.next = next.map(Period.init)
        orders = season.orders
        seats = season.seats
    }
}
