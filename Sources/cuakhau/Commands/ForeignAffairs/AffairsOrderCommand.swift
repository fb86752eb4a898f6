import Agencies
import ArgumentParser

/// `cuakhau affairs order`
struct AffairsOrderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: String(
            vi: "Đơn hàng tuyển lao động thời vụ, như Bàn phối hợp đã công bố.",
            en: "Orders for seasonal workers, as the cooperation desk published them."
        ),
        subcommands: [List.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: String(vi: "Theo ngày đầu mùa vụ.", en: "By the beginning of their season."))

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: AffairsOptions

        private struct Row: Encodable {
            let order_id: String
            let version: Int
            let employer_ref: String
            let sector: String
            let seats: Int
            let season_from: String
            let season_to: String
            let state: String
        }

        func run() throws {
            let open = try office.open()
            let language = open.language
            let orders = try open.read { _, database in try SeasonalOrder.list(database) }
            var table = TextTable(
                language == .vi
                    ? ["ĐƠN HÀNG", "NGÀNH", "SỐ CHỖ", "TỪ", "ĐẾN", "TRẠNG THÁI"] : ["ORDER", "SECTOR", "SEATS", "FROM", "TO", "STATE"]
            )
            for order in orders {
                if json {
                    let row = Row(
                        order_id: order.id,
                        version: order.version,
                        employer_ref: order.employerRef,
                        sector: order.sector,
                        seats: order.seats,
                        season_from: "\(order.from)",
                        season_to: "\(order.to)",
                        state: order.state
                    )
                    Terminal.write(try JSONLine.text(row))
                } else {
                    table.append([
                        order.id, AffairsWords.sectors.name(order.sector)[language], "\(order.seats)", order.from.written, order.to.written,
                        AffairsWords.orderStates.name(order.state)[language],
                    ])
                }
            }
            if !json { for line in table.lines { Terminal.write(line) } }
        }
    }
}
