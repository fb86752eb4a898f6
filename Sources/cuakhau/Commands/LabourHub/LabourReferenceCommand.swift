import Agencies
import ArgumentParser
import Foundation

/// `cuakhau labour reference publish`
struct LabourReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: String(
            vi: "Các danh mục thay đổi theo thời gian: cửa khẩu, xã phường, huyện, cơ quan.",
            en: "The lists that change with time: gates, communes, districts, organisations."
        ),
        subcommands: [OfficeReferenceListCommand<LabourOffice>.self, OfficeReferenceShowCommand<LabourOffice>.self, Publish.self]
    )

    struct Publish: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Công bố phiên bản mới của một danh mục tới mọi cơ quan.", en: "Publish a new version of a list to every office."),
            discussion: String(
                vi: """
                    Tệp là toàn bộ danh mục, theo các cột trong seeds/ của dự án. Danh mục có hiệu lực từ một ngày: bản tin nói về ngày trước đó vẫn được xét \
                    như cũ.
                    """,
                en: """
                    The file is the whole list, in the columns of the project's seeds/. It is in force from a day on: what a message says of an earlier day is \
                    judged as before.
                    """,
                examples: """
                    cuakhau labour reference publish gates gates.csv --from 2026-03-01 --home /srv/labour
                    """
            )
        )

        @Argument(help: ArgumentHelp(vi: "gates, organisations, communes hoặc districts.", en: "gates, organisations, communes or districts."))
        var list: String
        @Argument(help: ArgumentHelp(vi: "Tệp CSV của danh mục.", en: "The list as CSV.", valueName: "file"))
        var file: String
        @Option(help: ArgumentHelp(vi: "Ngày bắt đầu có hiệu lực.", en: "The first day on which it is in force.", valueName: "YYYY-MM-DD"))
        var from: CalendarDay
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            guard let data = FileManager.default.contents(atPath: file) else {
                throw CommandFailure(.noInput, String(vi: "không đọc được \(file)", en: "cannot read \(file)"))
            }
            let version = try open.write { try ReferenceLists.publish(list, csv: [UInt8](data), validFrom: from, in: $1) }
            open.say(
                Wording(
                    vi: "Đã công bố phiên bản \(version) của danh mục \(list), hiệu lực từ \(from.written).",
                    en: "Published version \(version) of \(list), in force from \(from)."
                )
            )
        }
    }
}
