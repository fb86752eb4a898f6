import Agencies
import Contracts

/// Orders as people read them.
enum DeskOrderText {
    /// What became of one.
    static func outcome(_ order: DemandOrder) -> Wording {
        Wording(
            vi: "\(order.number)  \(order.id)  \(order.state.name.vi), phiên bản \(order.version)",
            en: "\(order.number)  \(order.id)  \(order.state.name.en), version \(order.version)"
        )
    }

    static func table(_ orders: [DemandOrder], _ language: Language) -> TextTable {
        let header = [
            Wording(vi: "số", en: "number"), Wording(vi: "trạng thái", en: "state"), Wording(vi: "bên tuyển dụng", en: "employer"),
            Wording(vi: "mùa vụ", en: "season"), Wording(vi: "cửa khẩu", en: "gates"), Wording(vi: "số chỗ", en: "seats"),
            Wording(vi: "giới thiệu", en: "offered"), Wording(vi: "đã nhận", en: "accepted"), Wording(vi: "đã đi", en: "departed"),
            Wording(vi: "đã về", en: "returned"),
        ]
        var table = TextTable(header.map { $0[language] })
        for order in orders {
            let counts = order.fill.map { [$0.offered, $0.accepted, $0.departed, $0.returned].map(OrderFill.text) } ?? ["–", "–", "–", "–"]
            table.append(
                [
                    order.number, order.state.name[language], order.terms.employerRef,
                    "\(order.terms.seasonFrom.written) – \(order.terms.seasonTo.written)", order.terms.gates.joined(separator: " "),
                    String(order.terms.seats),
                ] + counts
            )
        }
        return table
    }

    static func whole(_ order: DemandOrder, _ versions: [OrderVersion], _ language: Language) -> [String] {
        let terms = order.terms
        let wage = "\(amount(terms.wage.amountMinor, terms.wage.currency)) / \(OrderWords.periods.name(terms.wage.period)[language])"
        let rows: [(Wording, String)] = [
            (Wording(vi: "Trạng thái", en: "State"), order.state.name[language]),
            (Wording(vi: "Phiên bản", en: "Version"), String(order.version)),
            (Wording(vi: "Người sử dụng lao động", en: "Employer"), terms.employerRef),
            (Wording(vi: "Ngành nghề", en: "Sector"), OrderWords.sectors.name(terms.sector)[language]),
            (Wording(vi: "Số chỗ", en: "Seats"), String(terms.seats)),
            (Wording(vi: "Mùa vụ", en: "Season"), "\(terms.seasonFrom.written) – \(terms.seasonTo.written)"),
            (Wording(vi: "Tiền công", en: "Wage"), wage),
            (Wording(vi: "Giờ làm mỗi tuần", en: "Hours a week"), String(terms.hoursPerWeek)),
            (Wording(vi: "Chỗ ở", en: "Lodging"), OrderWords.provisions.name(terms.lodging)[language]),
            (Wording(vi: "Bảo hiểm", en: "Insurance"), OrderWords.provisions.name(terms.insurance)[language]),
            (Wording(vi: "Cửa khẩu", en: "Gates"), terms.gates.joined(separator: " ")),
        ]
        let fees = terms.fees.map { fee in
            "\(OrderWords.fees.name(fee.kind)[language]) \(amount(fee.amountMinor, fee.currency)), \(OrderWords.provisions.name(fee.paidBy)[language])"
        }
        let none = Wording(vi: "không có", en: "none")[language]
        let history = versions.map { version in
            "  \(version.version)  \(version.at.onBothClocks)  \(version.state.name[language])"
                + (version.reason.isEmpty ? "" : ": \(ShownText.plain(version.reason))")
        }
        return ["\(order.number)  \(order.id)"] + rows.map { "  \($0[language]): \($1)" }
            + ["  \(Wording(vi: "Các khoản phí", en: "Fees")[language]): \(fees.isEmpty ? none : fees.joined(separator: "; "))"]
            + fill(order, language)
            + (history.isEmpty ? [] : [Wording(vi: "Các phiên bản đã thông báo:", en: "What its readers were told:")[language]] + history)
    }

    private static func fill(_ order: DemandOrder, _ language: Language) -> [String] {
        guard let fill = order.fill else {
            return ["  " + Wording(vi: "Tuyển dụng: chưa có báo cáo", en: "Fill: nothing was told yet")[language]]
        }
        let (offered, accepted) = (OrderFill.text(fill.offered), OrderFill.text(fill.accepted))
        let (departed, returned) = (OrderFill.text(fill.departed), OrderFill.text(fill.returned))
        return [
            "  "
                + Wording(
                    vi: "Tuyển dụng: giới thiệu \(offered), đã nhận \(accepted), đã đi \(departed), đã về \(returned)",
                    en: "Fill: offered \(offered), accepted \(accepted), departed \(departed), returned \(returned)"
                )[language]
        ]
    }

    private static func amount(_ minor: Int64, _ currency: String) -> String {
        OrderCurrency(rawValue: currency)?.text(minor) ?? "\(minor) \(currency)"
    }
}
