import Agencies
import ArgumentParser
import GRDB

/// `cuakhau desk order publish`
struct DeskOrderPublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: String(
            vi: "Công bố các bản nháp: từ lúc này bắt đầu tìm người lao động.",
            en: "Publish drafts: from now on workers are sought for them."
        ),
        discussion: String(
            vi: """
                Tất cả đơn hàng được nêu, hoặc không đơn nào. Mùa vụ xét theo ngày hôm nay; cửa khẩu xét theo danh mục của ngày đầu và ngày cuối mùa \
                vụ.
                """,
            en: """
                All that are named, or none. The season is judged by today, and the gates by the lists of its first and its last day.
                """,
            examples: """
                cuakhau desk order publish 2026-017 2026-018 --home /srv/desk
                cuakhau desk order publish --all --home /srv/desk
                """
        )
    )

    @Argument(help: ArgumentHelp(vi: "Số trong sổ hoặc mã của các đơn hàng.", en: "Numbers or names of orders.", valueName: "order"))
    var orders: [String] = []

    @Flag(help: ArgumentHelp(vi: "Tất cả các bản nháp.", en: "Every draft."))
    var all = false

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func validate() throws {
        guard all == orders.isEmpty else { throw ValidationError(String(vi: "hãy nêu đơn hàng, hoặc dùng --all", en: "name orders, or take --all")) }
    }

    func run() throws {
        let open = try office.open()
        let published = try open.write { desk, transaction in
            let names = all ? try DemandOrder.all(transaction.database).filter { $0.state == .draft }.map(\.id) : orders
            return try names.map { try desk.publish($0, in: transaction) }
        }
        for order in published { open.say(DeskOrderText.outcome(order)) }
    }
}
