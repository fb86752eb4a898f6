import Agencies
import ArgumentParser

/// `cuakhau bank`
struct BankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank",
        abstract: String(
            vi: "Ngân hàng Chính sách xã hội: hồ sơ vay vốn, các nguồn vốn của kế hoạch, sổ kế toán luôn cân.",
            en: "The social policy bank: loan files, the plan's funds, a ledger that balances."
        ),
        discussion: String(
            vi: """
                Nhu cầu vay do xã lập danh sách trở thành một hồ sơ; khi đủ giấy tờ, hồ sơ được quyết định trong mười ngày làm việc; số tiền được phê duyệt \
                giải ngân từ một trong bốn nguồn vốn của kế hoạch và thu hồi theo lịch trả nợ.
                """,
            en: """
                A need that a commune lists becomes a file; its papers complete, a decision is due within ten working days; what is approved is paid out of \
                one of the plan's four funds, and repaid by a schedule.
                """,
            examples: """
                cuakhau bank init /srv/bank --profile bank.yaml
                cuakhau bank run --home /srv/bank
                cuakhau bank loan list --late --officer 'Lan' --home /srv/bank
                cuakhau bank loan receive 01JD… --home /srv/bank
                cuakhau bank loan decide 01JD… approve --home /srv/bank
                cuakhau bank loan contract 01JD… --home /srv/bank
                cuakhau bank loan disburse 01JD… --fund central --voucher PC-31 --home /srv/bank
                cuakhau bank loan repay 01JD… --amount 5000000 --voucher PT-118 --home /srv/bank
                cuakhau bank fund list --home /srv/bank
                """
        ),
        subcommands: [
            OfficeInitCommand<PolicyBank>.self, OfficeRunCommand<PolicyBank>.self, OfficeStatusCommand<PolicyBank>.self,
            OfficeProblemCommand<PolicyBank>.self, OfficeReadingCommand<PolicyBank>.self, OfficeReferenceCommand<PolicyBank>.self,
            BankLoanCommand.self, BankTroubleCommand.self,
            BankFundCommand.self, BankLedgerCommand.self,
            BankReportCommand.self,
        ]
    )
}

extension PolicyBank: OfficeProgram {
    init(home: OfficeHome) throws { self.init(settings: try home.settings(BankSettings.self) ?? BankSettings()) }

    static var settingsTemplate: String {
        """
          # A complete file is decided within so many working days (public source: guidance 7886/NHCS-TDNN 2019).
          # Hồ sơ đủ giấy tờ được quyết định trong bao nhiêu ngày làm việc.
          decision_working_days: 10
          # Days off besides Saturdays and Sundays, as each year's announcements have them, for example [2026-09-01, 2026-09-02].
          # Ngày nghỉ ngoài thứ bảy, chủ nhật, theo thông báo hằng năm.
          holidays: []
          # Saturdays and Sundays that are worked for them. / Thứ bảy, chủ nhật làm bù.
          worked_weekends: []
          # What a loan contract says where the clerk says nothing else: equal instalments, so many months apart.
          # Khi cán bộ không ghi khác: số kỳ trả bằng nhau, và mỗi kỳ cách nhau bao nhiêu tháng.
          instalments: 4
          instalment_months: 3
          # The central capital is paid out only to workers of whom the labour hub has registered a contract.
          # Vốn trung ương chỉ giải ngân cho người đã có hợp đồng lao động đăng ký.
          requires_work_contract: true
          # Whose lists on paper are taken: a commune's code, and the name of its office's principal, as in {"06001": commune-a}. Which communes there are is
          # in the reference list. / Danh sách giấy của xã nào được nhận: mã xã và tên đơn vị của xã trên cổng.
          commune_offices: {}
          # So many days after a file's end it is forgotten whose it was; the ledger stays.
          # Sau khi hồ sơ kết thúc bao nhiêu ngày thì xóa danh tính; sổ kế toán giữ nguyên.
          forgetting_days: 30

        """
    }

    func statusLines(_ store: OfficeStore, _ language: Language, now: UTCTime) throws -> [String] {
        let today = now.day()
        let (loans, overdue, funds, troubles, reports) = try store.read { database in
            (
                try Loan.all(database), try LoanStanding.overdue(on: today, database).count, try FundStanding.all(database),
                try LoanTrouble.all(database, isSettled: false).count,
                try form02Due(on: today, database)
            )
        }
        let lines: [(Wording, Int)] = [
            (Wording(vi: "hồ sơ chờ quyết định", en: "files that wait for a decision"), loans.count { LoanState.undecided.contains($0.state) }),
            (Wording(vi: "trong đó đã quá hạn quyết định", en: "of these, past their day"), loans.count { $0.isLate(on: today) }),
            (Wording(vi: "khoản vay quá hạn trả nợ", en: "loans that are overdue"), overdue),
            (Wording(vi: "vướng mắc chờ giải quyết", en: "troubles that wait for an answer"), troubles),
        ]
        return lines.map { "\($0[language]): \($1)" }
            + funds.map { fund in
                let label = Wording(vi: "\(fund.line.name.vi), còn lại", en: "\(fund.line.name.en), left")
                return "\(label[language]): \(fund.available)"
            }
            + reports.map { report in
                let (vi, en) = report.isLate ? ("đã quá hạn nộp", "is late") : ("chưa nộp", "is to be handed in")
                return Wording(
                    vi: "biểu 02 kỳ \(report.period) \(vi), hạn trước ngày \(report.before.written)",
                    en: "form 02 for \(report.period) \(en), before \(report.before)"
                )[language]
            }
    }
}
