import Agencies
import ArgumentParser

/// `cuakhau bank loan list`
struct BankLoanListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: String(vi: "Các hồ sơ, theo thứ tự mở.", en: "The files, in the order in which they were opened."),
        discussion: String(
            vi: """
                Ví dụ:
                  cuakhau bank loan list --state complete --officer 'Lan' --home /srv/bank
                  cuakhau bank loan list --late --officer 'Lan' --home /srv/bank          hồ sơ đã quá hạn quyết định
                  cuakhau bank loan list --json --officer 'Lan' --home /srv/bank
                """,
            en: """
                Examples:
                  cuakhau bank loan list --state complete --officer 'Lan' --home /srv/bank
                  cuakhau bank loan list --late --officer 'Lan' --home /srv/bank          what should have been decided by now
                  cuakhau bank loan list --json --officer 'Lan' --home /srv/bank
                """
        )
    )

    @OptionGroup var reader: ReaderOption

    @OptionGroup var office: OfficeOptions<PolicyBank>

    @Option(help: ArgumentHelp(vi: "Chỉ các hồ sơ ở trạng thái này.", en: "Only those in this state.", valueName: "state"))
    var state: LoanState?

    @Flag(help: ArgumentHelp(vi: "Chỉ các hồ sơ đã quá hạn quyết định.", en: "Only those whose decision is past its day."))
    var late = false

    @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
    var json = false

    func run() throws {
        let open = try office.open()
        let today = open.clock.now().day()
        let lines = try open.look(.loan, nil, reader) { _, database in
            try Loan.all(database, state: state).filter { !late || $0.isLate(on: today) }.map { LoanLine($0, try LoanStanding($0, database), today) }
        }
        if json {
            for line in lines { Terminal.write(try JSONLine.text(line)) }
            return
        }
        guard !lines.isEmpty else { return open.say(Wording(vi: "Không có hồ sơ nào.", en: "There is none.")) }
        let header = Wording(
            vi: "HỒ SƠ|TRẠNG THÁI|CHƯƠNG TRÌNH|XIN VAY|PHÊ DUYỆT|DƯ NỢ|HẠN QUYẾT ĐỊNH|KỲ TỚI",
            en: "LOAN|STATE|PROGRAMME|ASKED|APPROVED|OWED|DECIDE BY|NEXT DUE"
        )
        var table = TextTable(header[open.language].split(separator: "|").map(String.init))
        for line in lines {
            let state = LoanState(rawValue: line.state)?.name[open.language] ?? line.state
            table.append([
                line.loan_ref, state, line.programme, VND(line.requested_vnd).description, line.approved_vnd.map { VND($0).description } ?? "–",
                VND(line.outstanding_vnd).description, BankDays.text(line.decide_by, open.language) + (line.late ? " !" : ""),
                BankDays.text(line.next_due, open.language),
            ])
        }
        for line in table.lines { Terminal.write(line) }
    }
}

/// A file as the next program in a pipe reads it.
struct LoanLine: Encodable {
    let loan_ref: String
    let worker_ref: String?
    let programme: String
    let category: String?
    let listed_by: String?
    let state: String
    let requested_vnd: Int64
    let approved_vnd: Int64?
    let fund: String?
    let listed_on: String
    let complete_on: String?
    /// Nil where no decision is due.
    let decide_by: String?
    let late: Bool
    let disbursed_on: String?
    let ended_on: String?
    let outstanding_vnd: Int64
    let repaid_vnd: Int64
    let arrears_vnd: Int64
    let next_due: String?

    init(_ loan: Loan, _ standing: LoanStanding, _ today: CalendarDay) {
        loan_ref = loan.loanRef
        worker_ref = loan.workerRef
        programme = loan.programme.rawValue
        category = loan.category
        listed_by = loan.listedBy
        state = loan.state.rawValue
        requested_vnd = loan.requested.dong
        approved_vnd = loan.approved?.dong
        fund = loan.fund?.rawValue
        listed_on = loan.listedOn.description
        complete_on = loan.completeOn?.description
        decide_by = loan.isDecisionPending ? loan.decideBy?.description : nil
        late = loan.isLate(on: today)
        disbursed_on = loan.disbursedOn?.description
        ended_on = loan.endedOn?.description
        outstanding_vnd = standing.outstanding.dong
        repaid_vnd = standing.repaid.dong
        arrears_vnd = standing.arrears(on: today).dong
        next_due = standing.next?.dueOn.description
    }
}
