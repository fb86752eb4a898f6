import Agencies
import ArgumentParser

/// `cuakhau labour voice list|done`
struct LabourVoiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voice",
        abstract: "What workers said, until somebody has dealt with it [S 260-263].",
        subcommands: [List.self, Done.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What nobody has dealt with, oldest first. That you looked, and why, is written down."
        )

        @Option(help: "Your name.")
        var officer: String
        @Option(help: "What for.")
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
        static let configuration = CommandConfiguration(abstract: "It is dealt with.")

        @Argument var voice: String
        @OptionGroup var office: OfficeOptions<LabourOffice>

        func run() throws { try office.open().write { try VoiceRecord.settle(voice, $1.database) } }
    }
}
