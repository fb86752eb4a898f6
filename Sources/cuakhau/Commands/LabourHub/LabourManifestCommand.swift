public import Agencies
public import ArgumentParser

/// `cuakhau labour manifest lodge|again|list`
struct LabourManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: "Lists of those who are to leave, each for one gate.",
        subcommands: [Lodge.self, Again.self, List.self]
    )

    struct Lodge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell a gate whom to expect on a day.",
            discussion: """
                Takes those who have accepted the order and are on no manifest yet.

                Example:
                  cuakhau labour manifest lodge 01K… --gate HN --date 2025-10-25 --count 500 --home /srv/labour
                """
        )

        @Argument(help: "The order.")
        var order: String
        @Option(help: "The gate's code.")
        var gate: String
        @Option(help: ArgumentHelp("The day of departure.", valueName: "YYYY-MM-DD"))
        var date: CalendarDay
        @Option(help: "At most so many; else all who are left.")
        var count: Int?
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func validate() throws {
            guard count.map({ $0 > 0 }) ?? true else { throw ValidationError("--count is at least 1") }
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
            abstract: "List those of a manifest again who have not gone: the gate was closed, or they missed the day.",
            discussion: """
                Who does not want to go any more is taken off first, with `contract decline`.

                Example:
                  cuakhau labour manifest again 01K… --gate HN --date 2025-10-28 --home /srv/labour
                """
        )

        @Argument(help: "The manifest.")
        var manifest: String
        @Option(help: "The gate's code.")
        var gate: String
        @Option(help: ArgumentHelp("The new day of departure.", valueName: "YYYY-MM-DD"))
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
        static let configuration = CommandConfiguration(abstract: "The manifests: counts, and no names.")

        @Flag(help: "One JSON object a line.")
        var json = false
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            var table = TextTable(["MANIFEST", "GATE", "DAY", "WORKERS", "NOT GONE"])
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
