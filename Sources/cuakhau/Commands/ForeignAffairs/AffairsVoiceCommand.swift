import Agencies
import ArgumentParser

/// `cuakhau affairs voice`
struct AffairsVoiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voice",
        abstract: String(
            vi: "Ý kiến của người lao động về việc ở nước ngoài, gửi tới cơ quan này.",
            en: "What workers say about matters abroad that this office was named for."
        ),
        subcommands: [List.self, Show.self, Done.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Những ý kiến chưa có cán bộ xem, chờ lâu nhất ở trên; không kèm nội dung.",
                en: "Those that nobody has looked at, the ones that wait longest first; without their text."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Cả những việc đã xem xong.", en: "Those that are done too."))
        var all = false

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: AffairsOptions

        private struct Row: Encodable {
            let voice_id: String
            let topic: String
            let anonymous: Bool
            let received_at: String
            let state: String
            let case_id: String?
        }

        func run() throws {
            let open = try office.open()
            let language = open.language
            let voices = try open.read { _, database in try VoiceMatter.list(database, includingDone: all) }
            var table = TextTable(language == .vi ? ["Ý KIẾN", "CHỦ ĐỀ", "NHẬN LÚC", "TRẠNG THÁI"] : ["VOICE", "TOPIC", "RECEIVED", "STATE"])
            for voice in voices {
                let matter = voice.matter
                if json {
                    let row = Row(
                        voice_id: matter.id,
                        topic: voice.topic,
                        anonymous: voice.isAnonymous,
                        received_at: "\(matter.receivedAt)",
                        state: matter.state.rawValue,
                        case_id: matter.caseID
                    )
                    Terminal.write(try JSONLine.text(row))
                } else {
                    table.append([
                        matter.id, AffairsWords.topics.name(voice.topic)[language], matter.receivedAt.onBothClocks, matter.state.name[language],
                    ])
                }
            }
            if !json { for line in table.lines { Terminal.write(line) } }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Nội dung ý kiến.", en: "What the worker says."),
            discussion: String(
                vi: "Đây là lời của một người: ai đã đọc và đọc lúc nào được lưu năm năm.",
                en: "It is a person's own words: that they were read, by whom and when, is kept for five years."
            )
        )

        @Argument(help: ArgumentHelp(vi: "Như `voice list` nêu.", en: "As `voice list` shows it.", valueName: "voice"))
        var id: String

        @OptionGroup var who: AffairsOfficerOption

        @OptionGroup var office: AffairsOptions

        func run() throws {
            let open = try office.open()
            let voice = try open.write { rules, transaction in
                let voice = try VoiceMatter.find(id, transaction.database)
                try transaction.noteReading(.voice, id, officer: who.officer)
                return voice
            }
            if voice.isAnonymous {
                open.say(Wording(vi: "(ẩn danh: không tìm người gửi)", en: "(anonymous: whoever said it wants nobody to look for them)"))
            }
            Terminal.write(ShownText.plain(voice.text))
        }
    }

    struct Done: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: String(vi: "Đã xem xong ý kiến.", en: "Somebody has looked at it."))

        @Argument(help: ArgumentHelp(vi: "Như `voice list` nêu.", en: "As `voice list` shows it.", valueName: "voice"))
        var id: String

        @OptionGroup var options: AffairsDoneOptions

        func run() throws { try options.finish(.voice, id) }
    }
}
