/// The currencies that orders are paid in across this border, each with its minor unit (ISO 4217).
public enum OrderCurrency: String, CaseIterable, Sendable {
    case vnd = "VND"
    case cny = "CNY"
    case usd = "USD"

    /// As the contract has it.
    private static var minorMax: Int64 { 1_000_000_000_000 }

    /// Reads an amount in the minor unit: `350000` and `350.000` đồng, `150` and `150.50` yuan or dollars. Nil where it is anything else.
    public func minor(_ text: String) -> Int64? {
        guard self != .vnd else { return VND(text).flatMap { $0.dong <= Self.minorMax ? $0.dong : nil } }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, (1...10).contains(parts[0].utf8.count), parts.allSatisfy({ $0.utf8.allSatisfy { $0 &- 48 < 10 } }),
            let whole = Int64(parts[0])
        else { return nil }
        let fraction = parts.count == 2 ? parts[1] : "00"
        guard (1...2).contains(fraction.utf8.count), let hundredths = Int64(fraction.utf8.count == 1 ? fraction + "0" : fraction) else { return nil }
        let minor = whole * 100 + hundredths
        return minor <= Self.minorMax ? minor : nil
    }

    /// `350.000 ₫`, `150.50 CNY`.
    public func text(_ minor: Int64) -> String {
        guard self != .vnd else { return VND(minor).description }
        return "\(minor / 100).\(CalendarDay.two(Int(minor % 100))) \(rawValue)"
    }
}
