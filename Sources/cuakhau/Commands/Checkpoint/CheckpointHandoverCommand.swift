import Agencies
import ArgumentParser

/// `cuakhau checkpoint handover record|list`
struct CheckpointHandoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract: String(
            vi: "Người được phía bên kia bàn giao: số lượng và nhu cầu, không bao giờ ghi tên.",
            en: "People handed over from the other side: counts and needs, never names."
        ),
        discussion: String(
            vi: """
                Công an, các xã và cơ quan ngoại vụ được báo ngay.
                """,
            en: """
                Police, communes and foreign affairs are told at once.
                """,
            examples: """
                cuakhau checkpoint handover --adults 6 --minors 2 --need medical --need child_care --home /srv/huu-nghi
                cuakhau checkpoint handover --adults 3 --at 07:40 --home /srv/huu-nghi
                cuakhau checkpoint handover list --home /srv/huu-nghi
                """
        ),
        subcommands: [Record.self, List.self],
        defaultSubcommand: Record.self
    )

    struct Record: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "record", abstract: String(vi: "Một nhóm đã đến.", en: "A group has arrived."))

        @Option(help: ArgumentHelp(vi: "Số người lớn.", en: "How many adults."))
        var adults = 0

        @Option(help: ArgumentHelp(vi: "Số trẻ em.", en: "How many children."))
        var minors = 0

        @Option(
            help: ArgumentHelp(
                vi:
                    "Nhóm cần gì, mỗi nhu cầu một lần: medical (y tế), food (thức ăn), shelter (chỗ ở), transport (xe đưa về), documents (giấy tờ), child_care (chăm sóc trẻ em), interpreter (phiên dịch), other (việc khác).",
                en: "What the group needs, once for each: medical, food, shelter, transport, documents, child_care, interpreter, other."
            )
        )
        var need: [Handover.Need] = []

        @Option(
            help: ArgumentHelp(
                vi: "Đến lúc nào: \(BorderTime.help.vi); nếu không nêu thì bây giờ.",
                en: "When they arrived: \(BorderTime.help.en); else now.",
                valueName: "time"
            )
        )
        var at: String?

        @Flag(
            help: ArgumentHelp(
                vi: "Đây là nhóm khác, không phải nhóm có cùng số người và nhu cầu trong vòng mười phút.",
                en: "It is another group than one of the same counts and needs within ten minutes."
            )
        )
        var again = false

        @OptionGroup var office: OfficeOptions<CheckpointOffice>

        func validate() throws {
            guard adults >= 0, minors >= 0, adults + minors > 0 else {
                throw ValidationError(
                    String(vi: "một nhóm phải có người: --adults, --minors hoặc cả hai", en: "a group has people: --adults, --minors or both")
                )
            }
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
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: String(vi: "Các nhóm trong 90 ngày qua, mới nhất trước.", en: "The groups of the last 90 days, latest first.")
        )

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
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
