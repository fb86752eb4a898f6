import Agencies
import ArgumentParser

/// `cuakhau labour order list`
struct LabourOrderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: String(vi: "Đơn hàng tuyển lao động, như bàn phối hợp đã công bố.", en: "Demand orders, as the desk published them."),
        subcommands: [List.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Các đơn hàng và số chỗ đã có người.", en: "The orders, and how far they are filled.")
        )

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: OfficeOptions<LabourOffice>

        private struct Line: Encodable {
            let order: String
            let state: String
            let seats: Int
            let from: String
            let to: String
            let offered: Int
            let accepted: Int
            let departed: Int
            let returned: Int
        }

        func run() throws {
            let open = try office.open()
            let rows = try open.read { _, database in try HubOrder.all(database).map { ($0, try Fill(order: $0.id, database)) } }
            var table = TextTable(
                open.language == .vi
                    ? ["ĐƠN HÀNG", "TRẠNG THÁI", "SỐ CHỖ", "TỪ", "ĐẾN", "GIỚI THIỆU", "ĐÃ KÝ", "ĐÃ ĐI", "ĐÃ VỀ"]
                    : ["ORDER", "STATE", "SEATS", "FROM", "TO", "OFFERED", "ACCEPTED", "DEPARTED", "RETURNED"]
            )
            for (order, fill) in rows {
                if json {
                    let line = Line(
                        order: order.id,
                        state: order.state,
                        seats: order.seats,
                        from: order.seasonFrom,
                        to: order.seasonTo,
                        offered: fill.offered,
                        accepted: fill.accepted,
                        departed: fill.departed,
                        returned: fill.returned
                    )
                    Terminal.write(try JSONLine.text(line))
                } else {
                    let counts = [fill.offered, fill.accepted, fill.departed, fill.returned].map(String.init)
                    table.append(
                        [
                            order.id, OrderState(rawValue: order.state)?.name[open.language] ?? order.state, "\(order.seats)", order.seasonFrom,
                            order.seasonTo,
                        ] + counts
                    )
                }
            }
            guard !json else { return }
            for line in table.lines { Terminal.write(line) }
        }
    }
}
