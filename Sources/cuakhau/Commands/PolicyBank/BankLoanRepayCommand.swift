import Agencies
import ArgumentParser

/// `cuakhau bank loan repay`
struct BankLoanRepayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repay",
        abstract: String(vi: "Ghi một lần thu nợ.", en: "Money came back."),
        discussion: String(
            vi: """
                Số tiền được trừ vào các kỳ cũ nhất trước. Trả hết thì khoản vay được tất toán. Số chứng từ xác định lần thu: nhập lại thì được trả lời bằng bút \
                toán đã ghi, không ghi hai lần. Bút toán ghi nhầm được đảo bằng `loan reverse`.
                """,
            en: """
                It is counted against the oldest instalments. The last đồng settles the loan. A voucher's number names the payment: said again, it is answered with \
                what was entered, and not counted twice. What was entered by mistake is taken back with `loan reverse`.
                """,
            examples: """
                cuakhau bank loan repay 01JD… --amount 5.000.000 --on 2026-03-02 --voucher PT-118 --home /srv/bank
                """
        )
    )

    @OptionGroup var file: LoanOptions

    @Option(
        help: ArgumentHelp(
            vi: "Số tiền, ví dụ 5000000 hoặc 5.000.000; lớn hơn không.",
            en: "How much, as 5000000 or 5.000.000; more than zero.",
            valueName: "đồng"
        )
    )
    var amount: AmountArgument

    @Option(help: ArgumentHelp(vi: "Ngày trả; không nêu thì là hôm nay.", en: "When it was paid; else today.", valueName: "YYYY-MM-DD"))
    var on: DayArgument?

    @Option(
        help: ArgumentHelp(
            vi: "Số chứng từ, 1 đến 40 ký tự, không có khoảng trắng.",
            en: "The number of its paper, 1 to 40 characters without spaces.",
            valueName: "number"
        )
    )
    var voucher: VoucherArgument

    func run() throws { try file.book { try $0.repay(file.loan, amount.amount, on: on?.day, voucher: voucher.voucher, in: $1) } }
}
