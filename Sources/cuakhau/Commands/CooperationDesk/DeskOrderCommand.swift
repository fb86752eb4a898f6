import ArgumentParser

/// `cuakhau desk order`
struct DeskOrderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: String(vi: "Đơn hàng tuyển lao động thời vụ.", en: "Orders for seasonal workers."),
        discussion: String(
            vi: """
                Đơn hàng bắt đầu là bản nháp mà không ai khác thấy. Khi công bố, đầu mối lao động, trung tâm dịch vụ việc làm, các xã và Sở Ngoại vụ \
                theo dõi đơn hàng; mỗi thay đổi cho họ biết phiên bản và lý do. Đơn hàng được gọi bằng số trong sổ của Bàn phối hợp, hoặc bằng mã \
                trong các bản tin.
                """,
            en: """
                An order begins as a draft, which nobody else sees. Published, it is followed by the labour hub, the employment service centre, the \
                communes and foreign affairs; each change tells them its version and its reason. An order is named by its number in the desk's \
                register, or by the name that messages have for it.
                """
        ),
        subcommands: [
            DeskOrderDraftCommand.self, DeskOrderImportCommand.self, DeskOrderPublishCommand.self, DeskOrderChangeCommand.self,
            DeskOrderCloseCommand.self, DeskOrderCancelCommand.self, DeskOrderListCommand.self, DeskOrderShowCommand.self,
        ]
    )
}
