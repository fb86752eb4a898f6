import Agencies

/// A loan's entries as a person reads them.
enum BankEntries {
    /// What moved, when, and by which paper.
    static func text(_ entry: BookedEntry, _ language: Language) -> String {
        let (day, amount) = (BankDays.text(entry.day.description, language), entry.amount.description)
        let movement =
            switch entry.kind {
            case .disbursement: Wording(vi: "bút toán \(entry.number), giải ngân \(amount)", en: "entry \(entry.number), disbursed \(amount)")
            case .repayment: Wording(vi: "bút toán \(entry.number), thu nợ \(amount)", en: "entry \(entry.number), repaid \(amount)")
            case .reversal:
                Wording(
                    vi: "bút toán \(entry.number), đảo bút toán \(entry.reverses ?? 0) số tiền \(amount)",
                    en: "entry \(entry.number), which reverses entry \(entry.reverses ?? 0) of \(amount)"
                )
            }
        var parts = [movement[language]]
        parts.append(Wording(vi: "ngày \(day)", en: "on \(day)")[language])
        if let voucher = entry.voucher { parts.append(Wording(vi: "chứng từ \(voucher)", en: "voucher \(voucher)")[language]) }
        if let officer = entry.officer, let reason = entry.reason { parts.append("\(officer): \(reason)") }
        if entry.isReversed { parts.append(Wording(vi: "đã đảo", en: "reversed")[language]) }
        return parts.joined(separator: ", ")
    }
}
