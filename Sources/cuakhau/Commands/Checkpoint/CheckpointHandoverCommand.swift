import Agencies
import ArgumentParser

/// `cuakhau checkpoint handover record|list`
struct CheckpointHandoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: "People handed over from the other side: counts and needs, never names.",
        discussion: """
            Police, communes and foreign affairs are told at once.

            Examples:
              cuakhau checkpoint handover --adults 6 --minors 2 --need medical --need child_care --home /srv/huu-nghi
              cuakhau checkpoint handover --adults 3 --at 07:40 --home /srv/huu-nghi
              cuakhau checkpoint handover list --home /srv/huu-nghi
            """,
        subcommands: [Record.self, List.self],
        defaultSubcommand: Record.self
    )

    struct Record: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "record", abstract: "A group has arrived.")

        @Option(help: "How many adults.")
        var adults = 0

        @Option(help: "How many children.")
        var minors = 0

        @Option(help: "What the group needs, once for each: medical, food, shelter, transport, documents, child_care, interpreter, other.")
        var need: [Handover.Need] = []

        @Option(help: ArgumentHelp("When they arrived: \(BorderTime.help); else now.", valueName: "time"))
        var at: String?

        @Flag(help: "It is another group than one of the same counts and needs within ten minutes.")
        var again = false

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func validate() throws {
            guard adults >= 0, minors >= 0, adults + minors > 0 else { throw ValidationError("a group has people: --adults, --minors or both") }
        }

        func run() throws {
            let open = try office.open()
            let time = try BorderTime.argument(at, "--at", today: open.today(), open.language)
            let id = try open.write { rules, transaction in
                let handover = Handover(at: try time ?? rules.gatewayNow(in: transaction), adults: adults, minors: minors, needs: need)
                return try rules.receiveHandover(handover, isAnother: again, in: transaction)
            }
            open.say(Wording(vi: "Đã ghi nhận nhóm \(id).", en: "Recorded: group \(id)."))
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "The groups of the last 90 days, latest first.")

        @Flag(help: "One JSON object a line.")
        var json = false

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        private struct Row: Encodable {
            let batch_id: String
            let at: String
            let adults: Int
            let minors: Int
            let needs: [String]
        }

        func run() throws {
            let open = try office.open()
            let groups = try open.read { rules, database in try rules.handovers(database) }
            if json {
                for (id, group) in groups {
                    let row = Row(
                        batch_id: id,
                        at: group.at.description,
                        adults: group.adults,
                        minors: group.minors,
                        needs: group.needs.map(\.rawValue)
                    )
                    Terminal.write(try JSONLine.text(row))
                }
                return
            }
            guard !groups.isEmpty else { return open.say(Wording(vi: "Chưa có nhóm nào.", en: "There was no group.")) }
            let language = open.language
            var table = TextTable([
                Wording(vi: "LÚC", en: "AT")[language], Wording(vi: "NGƯỜI LỚN", en: "ADULTS")[language],
                Wording(vi: "TRẺ EM", en: "MINORS")[language], Wording(vi: "CẦN", en: "NEEDS")[language],
            ])
            for (_, group) in groups {
                table.append([
                    group.at.onBothClocks, "\(group.adults)", "\(group.minors)", group.needs.map { $0.name[language] }.joined(separator: ", "),
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }
}
