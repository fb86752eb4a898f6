import Agencies
import ArgumentParser
import Contracts

extension AffairsCaseCommand {
    struct Update: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Chuyển bước khi vụ việc đang xử lý, ghi chú, hoặc đặt ngày xem lại.",
                en: "Take a step while a case is acted upon, note something, or set the next review."
            ),
            discussion: String(
                vi: """
                    Các trạng thái khác có lệnh riêng: take, triage, notify, refer, close, reopen.
                    """,
                en: """
                    The other states have commands of their own: take, triage, notify, refer, close, reopen.
                    """,
                examples: """
                    cuakhau affairs case update 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --state acting --home /srv/affairs
                    cuakhau affairs case update 01JAVD5E5Z3X8V9R2M4N6P7Q8S --officer 'Lan' --note 'Hẹn gặp chủ sử dụng' --review 2026-10-28 --home /srv/affairs
                    """
            )
        )

        enum Target: String, CaseIterable, ExpressibleByArgument {
            case acting, resolved, family_informed
        }

        @Option(
            help: ArgumentHelp(
                vi: "acting, resolved hoặc family_informed; nếu không nêu, trạng thái giữ nguyên.",
                en: "acting, resolved or family_informed; else it stays where it is."
            )
        )
        var state: Target?

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
                vi: "Trả lời của cơ quan đại diện, nếu đến bây giờ mới có.",
                en: "What the mission answered with, where it answers only now.",
                valueName: "reference"
            )
        )
        var receipt: String?

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
            help: ArgumentHelp(vi: "Việc đã làm, không nêu tên và số giấy tờ.", en: "What was done, without names and numbers.", valueName: "text")
        )
        var note: String?

        @OptionGroup var subject: Subject

        func run() throws {
            let open = try subject.office.open()
            let (id, officer) = (subject.id, subject.who.officer)
            let updated = try open.write { rules, transaction in
                guard let state = state.flatMap({ ProtectionCaseState(rawValue: $0.rawValue) }) else {
                    return try rules.noteCase(id, officer: officer, outcome: outcome, receipt: receipt, review: review, note: note, in: transaction)
                }
                return try rules.advanceCase(
                    id,
                    to: state,
                    officer: officer,
                    outcome: outcome,
                    receipt: receipt,
                    review: review,
                    note: note,
                    in: transaction
                )
            }
            tell(updated, open)
        }
    }
}
