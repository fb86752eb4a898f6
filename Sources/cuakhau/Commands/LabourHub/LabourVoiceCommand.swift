import Agencies
import ArgumentParser

/// `cuakhau labour voice list|done`
struct LabourVoiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voice",
        abstract: String(
            vi: "Ý kiến của người lao động, cho đến khi có người xử lý [S 260-263].",
            en: "What workers said, until somebody has dealt with it [S 260-263]."
        ),
        subcommands: [List.self, Done.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Ý kiến chưa ai xử lý, cũ nhất trước. Việc bạn xem và mục đích được ghi lại.",
                en: "What nobody has dealt with, oldest first. That you looked, and why, is written down."
            )
        )

        @Option(help: ArgumentHelp(vi: "Tên của bạn.", en: "Your name."))
        var officer: String
        @Option(help: ArgumentHelp(vi: "Mục đích.", en: "What for."))
        var purpose: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws {
            let open = try office.open()
            let voices = try open.read { try VoiceRecord.open($1) }
            let vault = try WorkerVault(home: open.home)
            for voice in voices { try vault.note(voice.id, readBy: officer, purpose: purpose, at: open.clock.now()) }
            for voice in voices {
                Terminal.write("\(voice.id)  \(voice.at.written)\n  \(ShownText.plain(voice.text))")
            }
        }
    }

    struct Done: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: String(vi: "Đã xử lý xong.", en: "It is dealt with."))

        @Argument(help: ArgumentHelp(vi: "Ý kiến.", en: "The voice."))
        var voice: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws { try office.open().write { try VoiceRecord.settle(voice, $1.database) } }
    }
}
