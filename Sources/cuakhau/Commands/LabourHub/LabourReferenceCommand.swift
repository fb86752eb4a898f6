import Agencies
import ArgumentParser
import Foundation

/// `cuakhau labour reference publish`
struct LabourReferenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reference",
        abstract: "The lists that change with time: gates, communes, districts, organisations.",
        subcommands: [OfficeReferenceListCommand<LabourOffice>.self, OfficeReferenceShowCommand<LabourOffice>.self, Publish.self]
    )

    struct Publish: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Publish a new version of a list to every office.",
            discussion: """
                The file is the whole list, in the columns of the project's seeds/. It is in force from a day on: what a message says of an earlier day is \
                judged as before.

                Example:
                  cuakhau labour reference publish gates gates.csv --from 2026-03-01 --home /srv/labour
                """
        )

        @Argument(help: "gates, organisations, communes or districts.")
        var list: String
        @Argument(help: ArgumentHelp("The list as CSV.", valueName: "file"))
        var file: String
        @Option(help: ArgumentHelp("The first day on which it is in force.", valueName: "YYYY-MM-DD"))
        var from: CalendarDay
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            guard let data = FileManager.default.contents(atPath: file) else { throw CommandFailure(.noInput, "cannot read \(file)") }
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
