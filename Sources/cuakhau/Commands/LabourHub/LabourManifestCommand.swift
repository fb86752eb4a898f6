public import Agencies
public import ArgumentParser

/// `cuakhau labour manifest lodge|again|list`
struct LabourManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: String(
            vi: "Danh sách người sẽ xuất cảnh, mỗi danh sách cho một cửa khẩu.",
            en: "Lists of those who are to leave, each for one gate."
        ),
        subcommands: [Lodge.self, Again.self, List.self]
    )

    struct Lodge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Báo cho cửa khẩu biết ai sẽ đi trong một ngày.", en: "Tell a gate whom to expect on a day."),
            discussion: String(
                vi: """
                    Lấy những người đã ký hợp đồng của đơn hàng mà chưa có trong danh sách nào.
                    """,
                en: """
                    Takes those who have accepted the order and are on no manifest yet.
                    """,
                examples: """
                    cuakhau labour manifest lodge 01K… --gate HN --date 2025-10-25 --count 500 --home /srv/labour
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Đơn hàng.", en: "The order."))
        var order: String
        @Option(help: ArgumentHelp(vi: "Mã cửa khẩu.", en: "The gate's code."))
        var gate: String
        @Option(help: ArgumentHelp(vi: "Ngày đi.", en: "The day of departure.", valueName: "YYYY-MM-DD"))
        var date: CalendarDay
        @Option(
            help: ArgumentHelp(
                vi: "Nhiều nhất chừng này người; nếu không nêu: tất cả những người còn lại.",
                en: "At most so many; else all who are left."
            )
        )
        var count: Int?
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func validate() throws {
            guard count.map({ $0 > 0 }) ?? true else { throw ValidationError(String(vi: "--count ít nhất là 1", en: "--count is at least 1")) }
        }

        func run() throws {
            let open = try office.open()
            let lodged = try open.write { try Manifests(settings: $0.settings, in: $1).lodge(order: order, gate: gate, day: date, countMax: count) }
            for id in lodged.ids { Terminal.write(id) }
            open.say(Wording(vi: "\(lodged.count) người trong danh sách.", en: "\(lodged.count) workers are on the list."))
        }
    }

    struct Again: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Lập lại danh sách cho những người chưa đi: cửa khẩu đóng, hoặc lỡ ngày.",
                en: "List those of a manifest again who have not gone: the gate was closed, or they missed the day."
            ),
            discussion: String(
                vi: """
                    Ai không muốn đi nữa thì bỏ ra trước, bằng `contract decline`.
                    """,
                en: """
                    Who does not want to go any more is taken off first, with `contract decline`.
                    """,
                examples: """
                    cuakhau labour manifest again 01K… --gate HN --date 2025-10-28 --home /srv/labour
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "Danh sách.", en: "The manifest."))
        var manifest: String
        @Option(help: ArgumentHelp(vi: "Mã cửa khẩu.", en: "The gate's code."))
        var gate: String
        @Option(help: ArgumentHelp(vi: "Ngày đi mới.", en: "The new day of departure.", valueName: "YYYY-MM-DD"))
        var date: CalendarDay
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let lodged = try open.write { try Manifests(settings: $0.settings, in: $1).lodgeAgain(manifest, gate: gate, day: date) }
            for id in lodged.ids { Terminal.write(id) }
            open.say(Wording(vi: "\(lodged.count) người trong danh sách mới.", en: "\(lodged.count) workers are on the new list."))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Các danh sách: chỉ có số lượng, không có tên.", en: "The manifests: counts, and no names.")
        )

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            var table = TextTable(
                open.language == .vi ? ["DANH SÁCH", "CỬA KHẨU", "NGÀY", "SỐ NGƯỜI", "CHƯA ĐI"] : ["MANIFEST", "GATE", "DAY", "WORKERS", "NOT GONE"]
            )
            for manifest in try open.read({ try ManifestRecord.all($1) }) {
                if json {
                    Terminal.write(try JSONLine.text(manifest))
                } else {
                    table.append([manifest.id, manifest.gate, manifest.day, "\(manifest.count)", "\(manifest.waiting)"])
                }
            }
            guard !json else { return }
            for line in table.lines { Terminal.write(line) }
        }
    }
}

extension CalendarDay: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(argument)
    }
}
