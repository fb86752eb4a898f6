import GRDB
import Testing

@testable import Agencies

/// Where a loan stands follows from its entries and the days, whenever who learned of them.
@Suite struct RepaymentCourseTests {
    @Test func `a payment that was made in time and entered after the clock leaves the same file as one that was entered before it`() throws {
        func files(isMarked: Bool, paid: String, _ amounts: [Int64]) throws -> (steps: [String], told: [String]) {
            let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
            let ref = try bank.loan(in: .disbursed)
            bank.now = bank.now.adding(seconds: 100 * 86_400)
            if isMarked { try bank.tick() }
            for amount in amounts { try bank.repay(ref, amount, on: paid) }
            try bank.tick(seconds: 60)
            #expect(try bank.faults().isEmpty)
            return (try bank.steps(ref), try bank.told().map { "\($0)" })
        }
        for (day, amounts) in [("2026-01-20", [15_000_000]), ("2026-01-27", [5_000_000, 10_000_000]), ("2026-02-01", [15_000_000])]
            as [(String, [Int64])]
        {
            let (late, early) = (try files(isMarked: true, paid: day, amounts), try files(isMarked: false, paid: day, amounts))
            #expect(late.steps == early.steps, "\(day)")
            #expect(late.told.last == early.told.last, "\(day)")
        }
        let paid = try files(isMarked: true, paid: "2026-01-27", [15_000_000])
        #expect(paid.steps.suffix(2) == ["2025-10-27 disbursed", "2026-01-27 repaying"])
        // What was told cannot be unsaid.
        #expect(paid.told.suffix(5) == ["disbursed", "repaying", "overdue", "rescheduled", "repaying"])
    }

    @Test func `what a person decided on stays, whatever is entered later`() throws {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        let ref = try bank.loan(in: .disbursed)
        try bank.tick(days: 100)
        try bank.write { _ = try $0.reschedule(ref, reason: LoanText(validating: "mất mùa"), in: $1) }
        let before = try bank.steps(ref)
        try bank.repay(ref, 15_000_000, on: "2026-01-20")
        #expect(try bank.steps(ref) == before + ["2026-02-04 repaying"])
        #expect(try bank.standing(bank.loan()).next?.number == 2)
    }

    /// A loan's payments, each of a day, and the days on which they are entered and looked at.
    private func play(_ payments: [(day: Int, amount: Int64)], order: [Int], lookEvery days: Int?) throws -> [String] {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        try bank.leaveTheDiskAlone()
        let ref = try bank.loan(in: .disbursed)
        let begin = bank.now.day()
        if let days { for _ in 0..<(400 / days) { try bank.tick(days: days) } }
        bank.now = UTCTime(begin.adding(days: 400), hour: 8)
        for place in order {
            try bank.repay(ref, payments[place].amount, on: begin.adding(days: payments[place].day).description, voucher: "PT-\(place)")
        }
        try bank.tick()
        let standing = try bank.standing(bank.loan())
        #expect(try bank.faults().isEmpty)
        return try bank.steps(ref) + ["\(try bank.state(ref)) \(standing.outstanding) \(standing.arrears(on: bank.now.day()))"]
    }

    @Test func `in whatever order payments are entered, and however often the clock is looked at, the file is the same`() throws {
        var random = BankRandom(state: 3)
        for round in 1...12 {
            var left: Int64 = 60_000_000
            var payments: [(day: Int, amount: Int64)] = []
            for _ in 0...random.below(6) where left > 0 {
                let amount = random.below(5) == 0 ? left : 1 + Int64(random.below(Int(left)))
                payments.append((random.below(400), amount))
                left -= amount
            }
            let inOrder = Array(payments.indices)
            let expected = try play(payments, order: inOrder, lookEvery: nil)
            #expect(try play(payments, order: inOrder.reversed(), lookEvery: 20) == expected, "round \(round)")
            #expect(try play(payments, order: inOrder.sorted { payments[$0].day < payments[$1].day }, lookEvery: 80) == expected, "round \(round)")
            #expect(try live(payments) == expected, "round \(round)")
        }
    }

    /// The same payments, each entered on its day by a clerk who comes before the clock is looked at.
    private func live(_ payments: [(day: Int, amount: Int64)]) throws -> [String] {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        try bank.leaveTheDiskAlone()
        let ref = try bank.loan(in: .disbursed)
        let begin = bank.now.day()
        for (place, payment) in payments.enumerated().sorted(by: { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }) {
            bank.now = UTCTime(begin.adding(days: payment.day), hour: 8)
            try bank.repay(ref, payment.amount, voucher: "PT-\(place)")
            try bank.tick(seconds: 60)
        }
        let standing = try bank.standing(bank.loan())
        guard standing.outstanding > .zero else {
            // It may be forgotten by then: it is looked at when it is settled.
            return try bank.steps(ref) + ["settled \(VND.zero) \(VND.zero)"]
        }
        bank.now = UTCTime(begin.adding(days: 400), hour: 8)
        try bank.tick()
        #expect(try bank.faults().isEmpty)
        let end = try bank.standing(bank.loan())
        return try bank.steps(ref) + ["\(try bank.state(ref)) \(end.outstanding) \(end.arrears(on: bank.now.day()))"]
    }

    @Test func `the way to another state is legal, and the shortest`() {
        #expect(LoanState.overdue.way(to: .repaying) == [.rescheduled, .repaying])
        #expect(LoanState.settled.way(to: .overdue) == [.repaying, .overdue])
        #expect(LoanState.repaying.way(to: .repaying).isEmpty && LoanState.withdrawn.way(to: .listed).isEmpty)
        for from in LoanState.ofCourse {
            for to in LoanState.ofCourse where from != to {
                var state = from
                for next in from.way(to: to) {
                    #expect(state.following.union(state.corrections).contains(next))
                    state = next
                }
                #expect(state == to)
            }
        }
    }
}
