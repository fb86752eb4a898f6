public import Agencies
public import ArgumentParser
import GRDB

/// `cuakhau desk order list`
struct DeskOrderListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: String(vi: "Sổ đơn hàng, và mỗi đơn hàng đã tuyển được bao nhiêu.", en: "The register, and how far each order is filled."),
        discussion: String(
            vi: """
                Số liệu của đầu mối lao động: số người được giới thiệu, đã nhận, đã đi và đã về; số dưới năm không được báo, và hai số cuối được \
                báo theo từng năm người, hoặc tất cả. Dấu gạch: chưa có báo cáo.
                """,
            en: """
                Counts are the labour hub's, of workers offered, accepted, departed and returned; those under five are not told, and the last two \
                are fives or all. A dash: it has told nothing.
                """,
            examples: """
                cuakhau desk order list --home /srv/desk
                cuakhau desk order list --state published --state partly_filled --json --home /srv/desk
                """
        )
    )

    @Option(
        help: ArgumentHelp(
            vi: "Chỉ các đơn hàng ở trạng thái này; có thể nêu nhiều trạng thái.",
            en: "Only orders in this state; several may be named.",
            valueName: "state"
        )
    )
    var state: [OrderState] = []

    @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
    var json = false

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func run() throws {
        let open = try office.open()
        let orders = try open.read { _, database in try DemandOrder.all(database) }.filter { state.isEmpty || state.contains($0.state) }
        if json {
            for order in orders { Terminal.write(try JSONLine.text(DeskOrderReport(order))) }
            return
        }
        guard !orders.isEmpty else { return open.say(Wording(vi: "Không có đơn hàng nào.", en: "There are no orders.")) }
        for line in DeskOrderText.table(orders, open.language).lines { Terminal.write(line) }
    }
}

extension OrderState: ExpressibleByArgument {}
