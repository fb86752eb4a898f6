public import Contracts
import SwiftProtobuf

/// The parts of an order as options and cells of a file have them. Nil where a text is not what it must be: whoever asked says where.
public enum OrderText {
    public static let wageForm = Wording(
        vi: "số tiền, đồng tiền (VND, CNY, USD) và kỳ trả công, ví dụ “150.50 CNY day”",
        en: "amount, currency (VND, CNY, USD) and what it pays for, as “150.50 CNY day”"
    )
    public static let feeForm = Wording(
        vi:
            "loại phí, số tiền, đồng tiền và ai chịu, ví dụ “health_check 350000 VND employer”; các loại: \(OrderWords.fees.words.joined(separator: ", "))",
        en:
            "kind, amount, currency and who pays, as “health_check 350000 VND employer”; the kinds are \(OrderWords.fees.words.joined(separator: ", "))"
    )
    public static let gatesForm = Wording(
        vi: "mã cửa khẩu, cách nhau bằng dấu cách, ví dụ “HN CM”",
        en: "codes of gates with spaces between, as “HN CM”"
    )

    /// `150.50 CNY day`
    public static func wage(_ text: String) -> Langson_Common_V1_Wage? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 3, let currency = OrderCurrency(rawValue: parts[1]), let amount = currency.minor(parts[0]), amount > 0,
            let period = OrderWords.periods.value(parts[2])
        else { return nil }
        return .with {
            $0.amountMinor = amount
            $0.currency = currency.rawValue
            $0.period = period
        }
    }

    /// `health_check 350000 VND employer`
    public static func fee(_ text: String) -> Langson_Common_V1_FeeItem? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 4, let kind = OrderWords.fees.value(parts[0]), let currency = OrderCurrency(rawValue: parts[2]),
            let amount = currency.minor(parts[1]), let payer = OrderWords.provisions.value(parts[3])
        else { return nil }
        return .with {
            $0.kind = kind
            $0.amountMinor = amount
            $0.currency = currency.rawValue
            $0.paidBy = payer
        }
    }

    /// Fees with `|` between them.
    static func fees(_ text: String) -> [Langson_Common_V1_FeeItem]? {
        let parts = text.split(separator: "|")
        let fees = parts.compactMap { fee(String($0)) }
        return fees.count == parts.count ? fees : nil
    }

    /// `HN CM`, in the order of their codes and each once.
    public static func gates(_ text: String) -> [String]? {
        let codes = Set(text.split(separator: " ").map(String.init))
        let isSound = codes.allSatisfy { code in
            (2...8).contains(code.utf8.count) && code.utf8.allSatisfy { $0 &- 65 < 26 || $0 &- 48 < 10 || $0 == UInt8(ascii: "-") }
        }
        return codes.isEmpty || !isSound ? nil : codes.sorted()
    }
}
