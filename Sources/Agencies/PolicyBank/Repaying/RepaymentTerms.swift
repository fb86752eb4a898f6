/// How a loan is repaid: in equal instalments, so many months apart. The seed states no term: settings, or the loan contract, say it [I].
public struct RepaymentTerms: Hashable, Sendable {
    public let instalments: Int
    public let months: Int

    public static let instalmentsRange = 1...120
    public static let monthsRange = 1...60
    /// Twenty years: no schedule leaves the calendar.
    private static let durationMax = 240

    public static let standard = RepaymentTerms(stored: 4, 3)

    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``.
    public init(instalments: Int, months: Int) throws(OfficeError) {
        guard Self.instalmentsRange.contains(instalments), Self.monthsRange.contains(months), instalments * months <= Self.durationMax else {
            throw OfficeError(
                .invalid,
                vi: "cần 1 đến \(Self.instalmentsRange.upperBound) kỳ, cách nhau 1 đến \(Self.monthsRange.upperBound) tháng, tổng cộng tối đa "
                    + "\(Self.durationMax) tháng",
                en:
                    "1 to \(Self.instalmentsRange.upperBound) instalments, 1 to \(Self.monthsRange.upperBound) months apart, \(Self.durationMax) months in all"
            )
        }
        self.init(stored: instalments, months)
    }

    /// What was checked before.
    init(stored instalments: Int, _ months: Int) {
        self.instalments = instalments
        self.months = months
    }

    /// Divides a sum: equal instalments of whole đồng, the last one with the remainder, each due on a working day.
    ///
    /// - Parameter first: When the first one is due.
    /// - Throws: ``OfficeError`` with code ``OfficeError/Code/invalid``: the sum is too small, or the calendar ends before.
    func schedule(of sum: VND, first: CalendarDay, _ calendar: WorkingCalendar) throws(OfficeError) -> [Instalment] {
        let part = sum.dong / Int64(instalments)
        guard part > 0 else {
            throw OfficeError(.invalid, vi: "số kỳ nhiều hơn số tiền: hãy giảm số kỳ", en: "the sum is too small for so many instalments: take fewer")
        }
        var schedule: [Instalment] = []
        for number in 1...instalments {
            guard let day = first.adding(months: (number - 1) * months) else {
                throw OfficeError(.invalid, vi: "kỳ hạn vượt quá năm 2199", en: "an instalment would be due after the year 2199")
            }
            let amount = number < instalments ? part : sum.dong - part * Int64(instalments - 1)
            schedule.append(Instalment(number: number, dueOn: calendar.workingDay(from: day), amount: VND(amount)))
        }
        return schedule
    }
}
