import Agencies
import ArgumentParser
import Contracts

extension AffairsCaseCommand {
    struct Take: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Nhận một vụ việc: từ đó do cán bộ này xử lý.", en: "Take a case: from then on it is this officer's."),
            discussion: String(
                vi: "Mỗi vụ việc có một cán bộ. Nhận lần thứ hai bị từ chối, trừ khi --over nêu lý do nhận thay; lý do được lưu cùng vụ việc.",
                en: "A case has one officer. A second take is refused, unless --over says why it is taken over; that is kept with the case."
            )
        )

        @Option(
            help: ArgumentHelp(vi: "Lý do nhận thay cán bộ đang giữ.", en: "Why it is taken over from the officer who has it.", valueName: "reason")
        )
        var over: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            tell(try open.write { try $0.takeCase(subject.id, officer: subject.who.officer, over: over, in: $1) }, open)
        }
    }

    struct Triage: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Phân loại sự việc; xử lý một vụ việc khẩn cũng bắt đầu từ đây.",
                en: "Judge what has happened; whoever answers an escalation begins here."
            )
        )

        @Option(
            help: ArgumentHelp(
                vi: "Ngày xem lại (2026-10-28); nếu không nêu thì theo office.yaml.",
                en: "When it is looked at again (2026-10-28); else as office.yaml says.",
                valueName: "day"
            ),
            transform: AffairsArguments.day
        )
        var review: CalendarDay?

        @Option(
            help: ArgumentHelp(
                vi: "Kết quả xem xét, không nêu tên và số giấy tờ.",
                en: "What was found, without names and numbers.",
                valueName: "text"
            )
        )
        var note: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            let triaged = try open.write {
                try $0.triageCase(subject.id, officer: subject.who.officer, review: review, note: note, in: $1)
            }
            tell(triaged, open)
        }
    }

    struct Refer: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Chuyển vụ việc đã phân loại cho cơ quan khác không phải cơ quan đại diện; vụ việc vẫn ở đây cho đến khi đóng.",
                en: "Give a triaged case to an office that is not a mission; it stays until it is closed."
            )
        )

        @Option(
            help: ArgumentHelp(
                vi: "Ngày xem lại (2026-10-28); nếu không nêu thì theo office.yaml.",
                en: "When it is looked at again (2026-10-28); else as office.yaml says.",
                valueName: "day"
            ),
            transform: AffairsArguments.day
        )
        var review: CalendarDay?

        @Option(
            help: ArgumentHelp(
                vi: "Chuyển cho cơ quan nào, không nêu tên người và số giấy tờ.",
                en: "To whom, without names of people and numbers.",
                valueName: "text"
            )
        )
        var note: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            tell(try open.write { try $0.referCase(subject.id, officer: subject.who.officer, review: review, note: note, in: $1) }, open)
        }
    }

    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Đóng một vụ việc. Chỉ con người đóng; phải biết kết quả.",
                en: "Close a case. Only a person does; how it came out has to be known."
            ),
            discussion: String(vi: "Vụ việc đã đóng được xoá sau 12 tháng.", en: "What is closed is removed 12 months later.")
        )

        @Option(
            help: ArgumentHelp(
                vi: "Kết quả: \(AffairsArguments.help(AffairsWords.outcomes)).",
                en: "How it came out: \(AffairsArguments.help(AffairsWords.outcomes)).",
                valueName: "word"
            ),
            transform: { try AffairsArguments.word($0, of: AffairsWords.outcomes) }
        )
        var outcome: Langson_Protection_V1_CaseOutcome?

        @Option(
            help: ArgumentHelp(
                vi: "Những gì còn cần ghi, không nêu tên và số giấy tờ.",
                en: "What is left to say, without names and numbers.",
                valueName: "text"
            )
        )
        var note: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            tell(try open.write { try $0.closeCase(subject.id, officer: subject.who.officer, outcome: outcome, note: note, in: $1) }, open)
        }
    }

    struct Reopen: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Mở lại vụ việc đã đóng: chưa thuộc về ai cho đến khi có cán bộ nhận, và có thời hạn như vụ việc mới.",
                en: "Open a closed case again: it is nobody's until it is taken, and has the time of a new one."
            )
        )

        @Option(help: ArgumentHelp(vi: "Lý do, không nêu tên và số giấy tờ.", en: "Why, without names and numbers.", valueName: "text"))
        var reason: String

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            tell(try open.write { try $0.reopenCase(subject.id, officer: subject.who.officer, reason: reason, in: $1) }, open)
        }
    }
}
