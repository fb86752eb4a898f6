import Agencies
import ArgumentParser

extension AffairsCaseCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Các vụ việc đang mở: vụ việc khẩn ở trên, sau đó theo hạn xem lại.",
                en: "The open cases: escalated ones first, then by the time at which somebody has to look at them."
            )
        )

        @Flag(help: ArgumentHelp(vi: "Cả những vụ việc đã đóng.", en: "The closed ones too."))
        var all = false

        @Option(
            help: ArgumentHelp(
                vi: "Chỉ các vụ việc ở trạng thái này: \(ProtectionCaseState.allCases.map(\.rawValue).joined(separator: ", ")).",
                en: "Only those in this state: \(ProtectionCaseState.allCases.map(\.rawValue).joined(separator: ", ")).",
                valueName: "state"
            ),
            transform: AffairsArguments.state
        )
        var state: ProtectionCaseState?

        @Option(help: ArgumentHelp(vi: "Chỉ các vụ việc cán bộ này đã nhận.", en: "Only those that this officer has taken.", valueName: "name"))
        var officer: String?

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        @OptionGroup var office: AffairsOptions

        func run() throws {
            var filter = CaseRegister.Filter()
            filter.includesClosed = all
            filter.officer = officer
            filter.state = state
            let open = try office.open()
            let now = open.clock.now()
            let cases = try open.read { _, database in try CaseRegister.list(filter, at: now, database) }
            if json {
                for found in cases { Terminal.write(try JSONLine.text(AffairsCaseRow(found, now: now))) }
                return
            }
            guard !cases.isEmpty else { return open.say(Wording(vi: "Không có vụ việc nào.", en: "There are no cases.")) }
            Self.write(cases, open.language, now)
        }

        private static func write(_ cases: [ProtectionCase], _ language: Language, _ now: UTCTime) {
            var table = TextTable(
                language == .vi
                    ? ["SỐ VỤ VIỆC", "TRẠNG THÁI", "LOẠI", "NƯỚC", "SỐ NGƯỜI", "CÁN BỘ", "HẠN"]
                    : ["CASE", "STATE", "KIND", "COUNTRY", "PEOPLE", "OFFICER", "DUE"]
            )
            for found in cases {
                let due = found.reviewAt.map { ($0 <= now ? "! " : "") + $0.onBothClocks } ?? ""
                table.append([
                    found.id, found.state.name[language], AffairsWords.kinds.name(found.kind)[language], found.country,
                    found.persons == 0 ? "" : "\(found.persons)", ShownText.plain(found.officer ?? ""), due,
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }
}

/// A case as one line of JSON: its state, and nothing of who it is about.
struct AffairsCaseRow: Encodable {
    let case_id: String
    let state: String
    let kind: String
    let channel: String
    let country: String
    let city: String
    let persons: Int
    let anonymous: Bool
    let opened_by: String?
    let at: String
    let officer: String?
    let taken_at: String?
    let review_at: String?
    let overdue: Bool
    let mission: String?
    let notified_at: String?
    let outcome: String?
    let closed_at: String?

    init(_ found: ProtectionCase, now: UTCTime) {
        case_id = found.id
        state = found.state.rawValue
        kind = found.kind
        channel = found.channel
        country = found.country
        city = found.city
        persons = found.persons
        anonymous = found.isAnonymous
        opened_by = found.openedBy
        at = "\(found.at)"
        officer = found.officer
        taken_at = found.takenAt?.description
        review_at = found.reviewAt?.description
        overdue = found.isOverdue(at: now)
        mission = found.missionCode
        notified_at = found.notifiedAt?.description
        outcome = found.outcome
        closed_at = found.closedAt?.description
    }
}
