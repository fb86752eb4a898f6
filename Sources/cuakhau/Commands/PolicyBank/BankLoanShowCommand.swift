import Agencies
import ArgumentParser
import GRDB

/// `cuakhau bank loan show`
struct BankLoanShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: String(
            vi: "Toàn bộ thông tin về một hồ sơ: các bước, lịch trả nợ, bút toán, hợp đồng, vướng mắc.",
            en: "All that the bank knows of a file: its steps, schedule, entries, contracts, troubles."
        )
    )

    @OptionGroup var reader: ReaderOption

    @OptionGroup var file: LoanOptions

    @Flag(help: ArgumentHelp(vi: "Một đối tượng JSON.", en: "One JSON object."))
    var json = false

    private struct Content: Encodable {
        struct Step: Encodable {
            let day: String
            let from: String
            let to: String
            let reason: String
        }
        struct Due: Encodable {
            let number: Int
            let due_on: String
            let amount_vnd: Int64
        }
        struct Entry: Encodable {
            let number: Int
            let kind: String
            let day: String
            let entered_on: String
            let amount_vnd: Int64
            let voucher: String?
            let reverses: Int?
            let reversed: Bool
            let reason: String?
            let officer: String?
        }
        struct Contract: Encodable {
            let contract_ref: String
            let start: String
            let end: String
            let wage_minor: Int64
            let wage_currency: String
            let wage_period: String
        }
        struct Trouble: Encodable {
            let category: String
            let text: String
            let settled_on: String?
            let answer: String?
        }

        let loan: LoanLine
        let steps: [Step]
        let missing: [String]
        let schedule: [Due]
        let entries: [Entry]
        let contracts: [Contract]
        let troubles: [Trouble]

        init(_ loan: Loan, _ today: CalendarDay, _ database: Database) throws {
            let standing = try LoanStanding(loan, database)
            self.loan = LoanLine(loan, standing, today)
            steps = try LoanStep.all(of: loan.loanRef, database).map {
                Step(day: $0.day, from: $0.from.rawValue, to: $0.to.rawValue, reason: $0.reason)
            }
            missing = try loan.missingPapers(database)
            schedule = standing.schedule.map { Due(number: $0.number, due_on: $0.dueOn.description, amount_vnd: $0.amount.dong) }
            entries = try BookedEntry.all(of: loan.loanRef, database).map {
                Entry(
                    number: $0.number,
                    kind: $0.kind.rawValue,
                    day: $0.day.description,
                    entered_on: $0.enteredOn.description,
                    amount_vnd: $0.amount.dong,
                    voucher: $0.voucher,
                    reverses: $0.reverses,
                    reversed: $0.isReversed,
                    reason: $0.reason,
                    officer: $0.officer
                )
            }
            contracts = try (loan.workerRef.map { try WorkContract.all(of: $0, database) } ?? []).map {
                Contract(
                    contract_ref: $0.contractRef,
                    start: $0.start.description,
                    end: $0.end.description,
                    wage_minor: $0.wageMinor,
                    wage_currency: $0.wageCurrency,
                    wage_period: $0.wagePeriod
                )
            }
            troubles = try LoanTrouble.all(database, loanRef: loan.loanRef).map {
                Trouble(category: $0.category, text: $0.text, settled_on: $0.settledOn, answer: $0.answer)
            }
        }
    }

    func run() throws {
        let open = try file.office.open()
        let today = open.clock.now().day()
        let (content, entries) = try open.look(.loan, file.loan, reader) { _, database in
            guard let loan = try Loan.find(file.loan, database) else {
                // Nothing was looked at, and what was typed is written down nowhere.
                throw OfficeError(
                    .unknown,
                    vi: "không có hồ sơ mang mã này: xem `loan list`",
                    en: "no file has this reference: `loan list` shows them"
                )
            }
            return (try Content(loan, today, database), try BookedEntry.all(of: loan.loanRef, database))
        }
        if json { return _ = Terminal.write(try JSONLine.text(content)) }
        for line in Self.lines(content, entries, open.language) { Terminal.write(line) }
    }

    private static func lines(_ content: Content, _ entries: [BookedEntry], _ language: Language) -> [String] {
        func name(_ state: String) -> String { LoanState(rawValue: state)?.name[language] ?? state }
        func text(_ vi: String, _ en: String) -> String { Wording(vi: vi, en: en)[language] }
        let loan = content.loan
        var lines = ["\(loan.loan_ref)  \(name(loan.state))  \(LoanProgramme(rawValue: loan.programme)?.name[language] ?? loan.programme)"]
        lines.append(text("  người lao động: ", "  worker: ") + (loan.worker_ref ?? text("đã xóa", "forgotten")))
        lines.append(text("  xin vay: ", "  asked: ") + VND(loan.requested_vnd).description)
        if let approved = loan.approved_vnd { lines.append(text("  phê duyệt: ", "  approved: ") + VND(approved).description) }
        if let fund = loan.fund {
            lines.append(text("  nguồn vốn: ", "  fund: ") + (LoanFund(rawValue: fund)?.name[language] ?? fund))
            lines.append(text("  dư nợ: ", "  owed: ") + VND(loan.outstanding_vnd).description)
            if loan.arrears_vnd > 0 { lines.append(text("  quá hạn: ", "  overdue: ") + VND(loan.arrears_vnd).description) }
        }
        if let day = loan.decide_by {
            lines.append(text("  quyết định chậm nhất: ", "  to be decided by: ") + BankDays.text(day, language) + (loan.late ? " !" : ""))
        }
        if !content.missing.isEmpty { lines.append(text("  còn thiếu: ", "  missing: ") + content.missing.joined(separator: ", ")) }
        for contract in content.contracts {
            lines.append(
                text("  hợp đồng lao động: ", "  work contract: ")
                    + "\(contract.contract_ref)  \(BankDays.text(contract.start, language)) – \(BankDays.text(contract.end, language))"
            )
        }
        for due in content.schedule {
            lines.append(
                text("  kỳ \(due.number): ", "  instalment \(due.number): ") + "\(BankDays.text(due.due_on, language))  \(VND(due.amount_vnd))"
            )
        }
        for entry in entries { lines.append("  " + BankEntries.text(entry, language)) }
        for step in content.steps {
            lines.append(
                "  \(BankDays.text(step.day, language))  \(name(step.from)) → \(name(step.to))" + (step.reason.isEmpty ? "" : "  (\(step.reason))")
            )
        }
        for trouble in content.troubles {
            let answer = trouble.answer.map { "  → \($0)" } ?? ""
            lines.append(text("  vướng mắc (\(trouble.category)): ", "  trouble (\(trouble.category)): ") + trouble.text + answer)
        }
        return lines
    }
}
