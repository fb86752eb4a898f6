import Agencies
import ArgumentParser

/// `cuakhau bank ledger list|check`
struct BankLedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: String(vi: "Mọi biến động tiền, ghi theo bút toán kép.", en: "Every movement of money, in double entry."),
        subcommands: [List.self, Check.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(
                vi: "Các định khoản theo ngày; ghi nợ là số dương, ghi có là số âm.",
                en: "Postings, by day; debits are positive, credits negative."
            ),
            discussion: String(
                examples: """
                    cuakhau bank ledger list --loan 01JD… --home /srv/bank
                    cuakhau bank ledger list --account available/central --json --home /srv/bank
                    """
            )
        )

        @OptionGroup var office: OfficeOptions<PolicyBank>

        @Option(help: ArgumentHelp(vi: "Chỉ của khoản vay này.", en: "Only this loan's.", valueName: "loan_ref"))
        var loan: String?

        @Option(
            help: ArgumentHelp(
                vi: "Chỉ các bút toán có tài khoản này: appropriated/KHOẢN, available/KHOẢN, lent/NGUỒN hoặc repaid/NGUỒN.",
                en: "Only entries that touch this account: appropriated/LINE, available/LINE, lent/FUND or repaid/FUND."
            )
        )
        var account: String?

        @Flag(help: ArgumentHelp(vi: "Mỗi dòng một đối tượng JSON.", en: "One JSON object a line."))
        var json = false

        private struct Line: Encodable {
            let entry: String
            let day: String
            let entered_on: String
            let kind: String
            let loan_ref: String?
            let voucher: String?
            let account: String
            let amount_vnd: Int64
            let reverses: String?
            let reason: String?
            let officer: String?

            init(_ line: LedgerLine) {
                entry = line.entry
                day = line.day
                entered_on = line.enteredOn
                kind = line.kind
                loan_ref = line.loanRef
                voucher = line.voucher
                account = line.account
                amount_vnd = line.amount.dong
                reverses = line.reverses
                reason = line.reason
                officer = line.officer
            }
        }

        func run() throws {
            var only: LedgerAccount?
            if let account {
                guard let known = LedgerAccount(account) else {
                    let names = LedgerAccount.all.map(\.description).joined(separator: ", ")
                    throw ValidationError(String(vi: "các tài khoản là \(names)", en: "the accounts are \(names)"))
                }
                only = known
            }
            let open = try office.open()
            let lines = try open.read { _, database in try LedgerLine.all(database, loanRef: loan, account: only) }
            if json {
                for line in lines { Terminal.write(try JSONLine.text(Line(line))) }
                return
            }
            guard !lines.isEmpty else { return open.say(Wording(vi: "Không có bút toán nào.", en: "There is none.")) }
            var table = TextTable(
                Wording(vi: "NGÀY|BÚT TOÁN|TÀI KHOẢN|SỐ TIỀN|CHỨNG TỪ|GHI CHÚ", en: "DAY|ENTRY|ACCOUNT|AMOUNT|VOUCHER|NOTE")[open.language].split(
                    separator: "|"
                )
                .map(String.init)
            )
            for line in lines {
                let reversal = line.reverses.map { Wording(vi: "đảo \($0)", en: "reverses \($0)")[open.language] }
                let word = line.reason.map { "\(line.officer ?? ""): \($0)" }
                table.append([
                    BankDays.text(line.day, open.language), line.entry, line.account, line.amount.description, line.voucher ?? "–",
                    [reversal, word].compactMap(\.self).joined(separator: "; "),
                ])
            }
            for line in table.lines { Terminal.write(line) }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: String(vi: "Chứng minh sổ kế toán cân, chỉ từ các định khoản.", en: "Prove that it balances, from its postings alone."),
            discussion: String(
                vi: "Kết thúc với mã 65 nếu có điều không đúng, và nêu rõ điều đó.",
                en: "Ends with 65 where something does not hold, and names it."
            )
        )

        @OptionGroup var office: OfficeOptions<PolicyBank>

        func run() throws {
            let open = try office.open()
            let audit = try open.read { _, database in try LedgerAudit(database) }
            guard audit.faults.isEmpty else {
                throw CommandFailure(.dataError, audit.faults.map { $0[open.language] }.joined(separator: "\n"))
            }
            open.say(Wording(vi: "Sổ kế toán cân: \(audit.entries) bút toán.", en: "The ledger balances: \(audit.entries) entries."))
        }
    }
}
