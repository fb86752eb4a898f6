public import Agencies
public import ArgumentParser

extension LoanState: ExpressibleByArgument {}
extension LoanFund: ExpressibleByArgument {}

/// A day on the command line, `YYYY-MM-DD`.
struct DayArgument: ExpressibleByArgument {
    let day: CalendarDay

    init?(argument: String) {
        guard let day = CalendarDay(argument) else { return nil }
        self.day = day
    }
}

/// An amount in đồng on the command line, `1250000` or `1.250.000`; more than zero.
struct AmountArgument: ExpressibleByArgument {
    let amount: VND

    init?(argument: String) {
        guard let amount = VND(argument), amount > .zero else { return nil }
        self.amount = amount
    }
}

/// The number of a paper on the command line.
struct VoucherArgument: ExpressibleByArgument {
    let voucher: Voucher

    init?(argument: String) {
        guard let voucher = try? Voucher(validating: argument) else { return nil }
        self.voucher = voucher
    }
}

/// Days as a person reads them.
enum BankDays {
    /// - Parameter day: `YYYY-MM-DD`; nil: a dash.
    static func text(_ day: String?, _ language: Language) -> String {
        guard let day else { return "–" }
        return language == .vi ? CalendarDay(day)?.written ?? day : day
    }
}
