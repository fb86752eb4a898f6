import Agencies
import ArgumentParser
import GRDB

/// `cuakhau desk season`
struct DeskSeasonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "season",
        abstract: String(
            vi: "Lịch mùa vụ: từng tháng, mỗi cửa khẩu có bao nhiêu đơn hàng và bao nhiêu chỗ.",
            en: "The season's calendar: at which gate how many orders and seats stand in which month."
        ),
        discussion: String(
            vi: """
                Các đơn hàng đang tuyển. Đơn hàng nêu nhiều cửa khẩu được tính ở từng cửa khẩu với toàn bộ số chỗ.
                """,
            en: """
                Orders that workers are sought for. One that names several gates stands at each of them with all its seats.
                """,
            examples: """
                cuakhau desk season --home /srv/desk
                cuakhau desk season --from 2026-10 --months 8 --home /srv/desk
                """
        )
    )

    @Option(help: ArgumentHelp(vi: "Tháng đầu tiên; nếu không nêu là tháng này.", en: "The first month; else this one.", valueName: "YYYY-MM"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            vi: "Bao nhiêu tháng, nhiều nhất \(SeasonCalendar.monthsMax).",
            en: "How many months, at most \(SeasonCalendar.monthsMax)."
        )
    )
    var months = 6

    @Flag(help: ArgumentHelp(vi: "Mỗi cửa khẩu và mỗi tháng một đối tượng JSON.", en: "One JSON object for each gate and month."))
    var json = false

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func validate() throws {
        guard (1...SeasonCalendar.monthsMax).contains(months) else {
            throw ValidationError(String(vi: "--months từ 1 đến \(SeasonCalendar.monthsMax)", en: "--months is 1 to \(SeasonCalendar.monthsMax)"))
        }
        if let from, CalendarDay("\(from)-01") == nil {
            throw ValidationError(String(vi: "--from là một tháng, ví dụ 2026-10", en: "--from is a month, as 2026-10"))
        }
    }

    func run() throws {
        let open = try office.open()
        let day = from.flatMap { CalendarDay("\($0)-01") } ?? open.clock.now().day()
        let calendar = try open.read { _, database in try SeasonCalendar(database, from: day, months: months) }
        if json {
            for (row, gate) in calendar.gates.enumerated() {
                for (column, month) in calendar.months.enumerated() {
                    let cell = calendar[row, column]
                    let line = Line(gate: gate, month: String(month.description.prefix(7)), orders: cell.orders, seats: cell.seats)
                    Terminal.write(try JSONLine.text(line))
                }
            }
            return
        }
        guard !calendar.gates.isEmpty else {
            return open.say(Wording(vi: "Không có đơn hàng nào trong các tháng này.", en: "There are no orders in these months."))
        }
        let head = Wording(vi: "cửa khẩu", en: "gate")[open.language]
        var table = TextTable([head] + calendar.months.map { String($0.written.dropFirst(3)) })
        for (row, gate) in calendar.gates.enumerated() {
            table.append(
                [gate]
                    + calendar.months.indices.map { column in
                        let cell = calendar[row, column]
                        return cell.orders == 0 ? "–" : "\(cell.seats) (\(cell.orders))"
                    }
            )
        }
        for line in table.lines { Terminal.write(line) }
        open.say(Wording(vi: "Số chỗ, trong ngoặc là số đơn hàng.", en: "Seats; in brackets, orders."))
    }

    private struct Line: Encodable {
        let gate: String
        let month: String
        let orders: Int
        let seats: Int
    }
}
