import GRDB

/// The steps that a loan takes by itself once a schedule is in force: from what is due and what was paid, each on its day.
///
/// It follows from the entries and the days alone. In which order they became known, and how often somebody looked at the clock, changes nothing.
struct RepaymentCourse {
    struct Step: Hashable {
        let day: CalendarDay
        let state: LoanState
        let reason: String
    }

    struct Payment {
        let day: CalendarDay
        let amount: VND
    }

    private(set) var steps: [Step] = []
    private var state: LoanState
    private var paid: VND
    private let schedule: [Instalment]

    /// - Parameters:
    ///   - start: The state in which the schedule began: disbursed, or rescheduled.
    ///   - paid: What counts as paid at its beginning: zero, or less where something that had been counted was reversed since.
    ///   - payments: What was paid since, in any order.
    ///   - today: The last day that counts.
    init(from start: LoanState, paid: VND, _ schedule: [Instalment], _ payments: [Payment], through today: CalendarDay) {
        state = start
        self.paid = paid
        self.schedule = schedule
        let begins = schedule.prefix(1).map(\.dueOn).filter { $0 <= today }
        // An instalment is overdue with the day after, before that day's payments.
        let misses = schedule.map { $0.dueOn.adding(days: 1) }.filter { $0 <= today }
        let payments = payments.filter { $0.day <= today }.sorted { $0.day < $1.day }
        for day in Set(begins + misses + payments.map(\.day)).sorted() {
            if begins.contains(day) { begin(on: day) }
            if misses.contains(day) { miss(on: day) }
            for payment in payments where payment.day == day { pay(payment) }
        }
    }

    private func arrears(on day: CalendarDay) -> VND { schedule.arrears(on: day, paid: paid) }

    private mutating func step(to next: LoanState, on day: CalendarDay, _ reason: String = "") {
        state = next
        steps.append(Step(day: day, state: next, reason: reason))
    }

    private mutating func begin(on day: CalendarDay) {
        if state == .disbursed || state == .rescheduled { step(to: .repaying, on: day) }
    }

    private mutating func miss(on day: CalendarDay) {
        guard state == .repaying, arrears(on: day) > .zero else { return }
        step(to: .overdue, on: day, "Kỳ trả nợ đã quá hạn / An instalment is past its day")
    }

    /// It is counted against the oldest instalments. Where it makes up for what was overdue, the schedule goes on, and nobody has to decide that; where
    /// nothing is owed any more, the loan is settled.
    private mutating func pay(_ payment: Payment) {
        begin(on: payment.day)
        paid = paid + payment.amount
        if state == .overdue, arrears(on: payment.day) == .zero {
            step(to: .rescheduled, on: payment.day, "Đã trả đủ phần quá hạn, lịch trả nợ giữ nguyên / The arrears were paid; the schedule stays")
            step(to: .repaying, on: payment.day)
        }
        if paid == schedule.total { step(to: .settled, on: payment.day) }
    }
}

extension RepaymentCourse {
    /// The course of a loan whose schedule is in force.
    init(_ loan: Loan, through today: CalendarDay, _ database: Database) throws {
        let steps = try LoanStep.all(of: loan.loanRef, database)
        guard steps.indices.contains(loan.planStep - 1), let begun = CalendarDay(steps[loan.planStep - 1].day) else {
            preconditionFailure("a schedule begins with a step")
        }
        let repayments = try BookedEntry.all(of: loan.loanRef, database).filter { $0.kind == .repayment && !$0.isReversed }
        let before = repayments.filter { $0.number <= loan.planEntry }.reduce(VND.zero) { $0 + $1.amount }
        // What was paid before the schedule and entered after it was made counts from its first day.
        let since = repayments.filter { $0.number > loan.planEntry }.map { Payment(day: max($0.day, begun), amount: $0.amount) }
        self.init(
            from: steps[loan.planStep - 1].to,
            paid: before - loan.planBase,
            try Instalment.all(of: loan, database),
            since,
            through: today
        )
    }
}
