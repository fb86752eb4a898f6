import Agencies
import ArgumentParser

/// `cuakhau desk order change`
struct DeskOrderChangeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: String(vi: "Thay đổi điều khoản của đơn hàng.", en: "Change an order's terms."),
        discussion: String(
            vi: """
                Điều khoản không nêu thì giữ nguyên. Số chỗ không bao giờ thấp hơn số người đã được nhận; đơn hàng đã đủ người không thêm chỗ được: \
                hãy lập đơn hàng khác. Khi các điều khoản trở lại như lúc công bố, đơn hàng lại là “đã công bố”.
                """,
            en: """
                What is not named stays. Seats are never below the workers accepted; a filled order gets no more seats: make another one. Terms that \
                are again those of its publication make it “published” again.
                """,
            examples: """
                cuakhau desk order change 2026-017 --seats 80 --season-to 2027-04-15 --reason 'a second field' --home /srv/desk
                """
        )
    )

    @Argument(help: ArgumentHelp(vi: "Số trong sổ hoặc mã của đơn hàng.", en: "Its number or name.", valueName: "order"))
    var order: String

    @OptionGroup var terms: DeskTermsOptions

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
        let change = try terms.change()
        let open = try office.open()
        let changed = try open.write { desk, transaction in try desk.change(order, change, reason: reason, in: transaction) }
        open.say(DeskOrderText.outcome(changed))
    }
}
