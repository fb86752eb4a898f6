import Agencies
import ArgumentParser
import GRDB

/// `cuakhau desk order show`
struct DeskOrderShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: String(
            vi: "Một đơn hàng: các điều khoản, mức tuyển dụng, và những gì đã thông báo.",
            en: "One order: its terms, how far it is filled, and what its readers were told."
        ),
        discussion: String(
            examples: """
                cuakhau desk order show 2026-017 --home /srv/desk
                """
        )
    )

    @Argument(help: ArgumentHelp(vi: "Số trong sổ hoặc mã của đơn hàng.", en: "Its number or name.", valueName: "order"))
    var order: String

    @Flag(help: ArgumentHelp(vi: "Một đối tượng JSON.", en: "One JSON object."))
    var json = false

    @OptionGroup var office: OfficeOptions<CooperationDesk>

    func run() throws {
        let open = try office.open()
        let found = try open.read { _, database in
            try DemandOrder.find(order, database).map { ($0, try OrderVersion.all(of: $0, database)) }
        }
        guard let (order, versions) = found else {
            throw CommandFailure(
                .noInput,
                Wording(vi: "không có đơn hàng này trong sổ: xem `order list`", en: "the register has no such order: see `order list`")[open.language]
            )
        }
        if json { return _ = Terminal.write(try JSONLine.text(DeskOrderReport(order))) }
        for line in DeskOrderText.whole(order, versions, open.language) { Terminal.write(line) }
    }
}
