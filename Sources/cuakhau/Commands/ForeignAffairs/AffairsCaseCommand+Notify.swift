import Agencies
import ArgumentParser
import Foundation

extension AffairsCaseCommand {
    struct Notify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Báo cơ quan đại diện về vụ việc đã phân loại, và lập thư.",
                en: "Tell a mission of a triaged case, and write the letter."
            ),
            discussion: String(
                vi: """
                    Đầu mối lao động biết rằng đã báo cơ quan đại diện, và báo lúc nào. Nếu cơ quan đại diện không trả lời đúng hạn, vụ việc thành \
                    khẩn.
                    """,
                en: """
                    The labour hub learns that a mission was told, and when. A mission that does not act in its time makes the case escalate.
                    """,
                examples: """
                    cuakhau affairs case notify 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --mission CG-NN --receipt 12/CV --letter letter.html --home /srv/affairs
                    """
            )
        )

        @Option(
            help: ArgumentHelp(
                vi: "Mã cơ quan đại diện; office.yaml có thể nêu danh sách khác mặc định.",
                en: "The mission's code; office.yaml may list others than the usual ones.",
                valueName: "code"
            )
        )
        var mission: String

        @Option(
            help: ArgumentHelp(
                vi: "Trả lời của cơ quan đại diện: số công văn hoặc cuộc gọi.",
                en: "What the mission answered with: a number of a letter or a call.",
                valueName: "reference"
            )
        )
        var receipt: String?

        @Option(
            help: ArgumentHelp(
                vi: "Ghi thư vào tệp này, tệp chưa được có sẵn: HTML nếu tên kết thúc bằng .html, nếu không là văn bản thường.",
                en: "Write the letter to this file, which is not there yet: HTML where it ends in .html, else plain text.",
                valueName: "file"
            )
        )
        var letter: String?

        @Option(
            help: ArgumentHelp(
                vi: "Những gì khác đã trao đổi, không nêu tên và số giấy tờ.",
                en: "What else was said, without names and numbers.",
                valueName: "text"
            )
        )
        var note: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            var isWritten = false
            do {
                let told = try open.write { rules, transaction in
                    let told = try rules.notifyMission(
                        of: subject.id,
                        mission: mission,
                        receipt: receipt,
                        officer: subject.who.officer,
                        note: note,
                        in: transaction
                    )
                    // Before the commit: nobody is told of a letter that could not be written.
                    if let letter {
                        try LetterFile.write(MissionLetter(told, settings: rules.settings, isExercise: transaction.isExercise), to: letter)
                        isWritten = true
                    }
                    return told
                }
                tell(told, open)
            } catch {
                // The letter would say what was not done after all.
                if isWritten, let letter { try? FileManager.default.removeItem(atPath: letter) }
                throw error
            }
        }
    }

    struct LetterCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "letter",
            abstract: String(vi: "Lập lại thư gửi cơ quan đại diện, như đã gửi.", en: "Write the letter to the mission again, as it was sent.")
        )

        @Option(
            help: ArgumentHelp(
                vi: "Một tệp chưa có sẵn: HTML nếu tên kết thúc bằng .html, nếu không là văn bản thường.",
                en: "A file that is not there yet: HTML where it ends in .html, else plain text.",
                valueName: "file"
            )
        )
        var letter: String

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            let written = try open.write { rules, transaction in
                let told = try CaseRegister.find(subject.id, transaction.database)
                try transaction.noteReading(.protectionCase, told.id, officer: subject.who.officer)
                return try MissionLetter(told, settings: rules.settings, isExercise: transaction.isExercise)
            }
            try LetterFile.write(written, to: letter)
        }
    }
}
