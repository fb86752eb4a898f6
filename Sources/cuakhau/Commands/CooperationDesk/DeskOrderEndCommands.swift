import Agencies
import ArgumentParser

/// `cuakhau desk order close`
struct DeskOrderCloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: String(vi: "Đóng một đơn hàng đã đủ người.", en: "A filled order is done with."),
        discussion: String(
            vi: """
                Đơn hàng chưa đủ người thì hủy, hoặc hết hạn vào ngày sau mùa vụ.
                """,
            en: """
                An order that is not filled is cancelled, or expires the day after its season.
                """,
            examples: """
                cuakhau desk order close 2026-017 --reason 'all have come' --home /srv/desk
                """
        )
    )

    @Argument(help: ArgumentHelp(vi: "Số trong sổ hoặc mã của đơn hàng.", en: "Its number or name.", valueName: "order"))
    var order: String

    @Option(help: ArgumentHelp(vi: "Lý do: nhiều nhất 500 ký tự.", en: "Why: at most 500 characters.", valueName: "text"))
    var reason: String

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func run() throws {
        let open = try office.open()
        open.say(DeskOrderText.outcome(try open.write { desk, transaction in try desk.close(order, reason: reason, in: transaction) }))
    }
}

/// `cuakhau desk order cancel`
struct DeskOrderCancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: String(
            vi: "Không cần tuyển nữa. Bản nháp được bỏ mà không thông báo cho ai.",
            en: "Nobody is wanted any more. A draft is thrown away without a word to anybody."
        ),
        discussion: String(
            examples: """
                cuakhau desk order cancel 2026-017 --reason 'the harvest is lost' --home /srv/desk
                """
        )
    )

    @Argument(help: ArgumentHelp(vi: "Số trong sổ hoặc mã của đơn hàng.", en: "Its number or name.", valueName: "order"))
    var order: String

    @Option(
        help: ArgumentHelp(
            vi: "Lý do, cho những nơi đã lập kế hoạch theo đơn hàng: nhiều nhất 500 ký tự.",
            en: "Why, for those who have planned by it: at most 500 characters.",
            valueName: "text"
        )
    )
    var reason: String

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func run() throws {
        let open = try office.open()
        open.say(DeskOrderText.outcome(try open.write { desk, transaction in try desk.cancel(order, reason: reason, in: transaction) }))
    }
}
