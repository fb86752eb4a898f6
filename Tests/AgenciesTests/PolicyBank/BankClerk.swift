import Contracts
import GRDB
import Testing

@testable import Agencies

/// A clerk who does anything at all, and a model of the money beside the ledger.
struct BankClerk {
    let bank: OfficeTrial<PolicyBank>
    private(set) var acts = 0
    private(set) var refusals = 0
    /// The states that loans have come to.
    private(set) var reached: Set<LoanState> = []
    private var random: BankRandom
    private var loans: [String] = []
    /// What the clerk paid out and took in, by loan.
    private var lent: [String: Int64] = [:]
    private var repaid: [String: Int64] = [:]
    /// The repayments that stand, by loan: the entry's number, and how much.
    private var standing: [String: [(number: Int, amount: Int64)]] = [:]
    private(set) var reversals = 0
    private var overridden: Set<FundLine> = []
    private var known: [String: String] = [:]

    init(seed: UInt64) throws {
        bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        random = BankRandom(state: seed)
        try bank.leaveTheDiskAlone()
    }

    mutating func act() throws {
        if loans.isEmpty || random.below(12) == 0 { return try open() }
        if random.below(12) == 0 { return try bank.tick(days: random.below(20)) }
        // Mostly the newer ones: the older have come to their end.
        let ref = loans[random.below(8) == 0 ? random.below(loans.count) : loans.count - 1 - random.below(min(30, loans.count))]
        let loan = try #require(try bank.store.read { try Loan.find(ref, $0) })
        do {
            try act(on: loan)
            acts += 1
        } catch is OfficeError {
            refusals += 1
        }
    }

    private mutating func open() throws {
        let worker = loans.count + 1
        let programme: Langson_Loan_V1_Programme = random.below(4) == 0 ? .contractWorkers : .jobCreation
        try bank.need(worker, Int64(1 + random.below(4_000)) * 1_000_000, programme)
        if random.below(4) > 0 { try bank.workContract(worker, end: "2035-01-01") }
        loans.append(try bank.loan(worker).loanRef)
    }

    /// Mostly what the loan's state allows, so that loans come far.
    private mutating func act(on loan: Loan) throws {
        let ref = loan.loanRef
        let reason = try LoanText(validating: "vì sao")
        let choice = random.below(10) == 0 ? random.below(12) : usual(loan.state)
        switch choice {
        case 0:
            let missing = random.below(3) == 0 ? ["passport"] : []
            try bank.write { _ = try $0.receive(ref, missing: missing, in: $1) }
        case 1: try bank.write { _ = try $0.appraise(ref, in: $1) }
        case 2: try bank.write { _ = try $0.approve(ref, in: $1) }
        case 3: try bank.write { _ = try $0.reject(ref, reason: reason, in: $1) }
        case 4: try bank.write { _ = try $0.appeal(ref, reason: reason, in: $1) }
        case 5: try bank.write { _ = try $0.withdraw(ref, reason: reason, in: $1) }
        case 6:
            let terms = try RepaymentTerms(instalments: 1 + random.below(5), months: 1)
            try bank.write { _ = try $0.conclude(ref, terms: terms, in: $1) }
        case 7: try disburse(loan)
        case 8: try repay(ref)
        case 9: try bank.write { _ = try $0.reschedule(ref, reason: reason, in: $1) }
        case 10: try reverse(ref)
        default: try bank.write { _ = try $0.handle(ref, reason: reason, in: $1) }
        }
    }

    private mutating func usual(_ state: LoanState) -> Int {
        switch state {
        case .listed, .received, .incomplete: 0
        case .complete, .appealed: 1 + random.below(2)
        case .appraising: random.below(5) == 0 ? 3 : 2
        case .rejected: 4 + random.below(2)
        case .approved: random.below(8) == 0 ? 5 : 6
        case .contracted: 7
        case .disbursed, .rescheduled: 8
        case .repaying: random.below(3) == 0 ? 10 : 8
        case .overdue: [8, 8, 9, 10, 11][random.below(5)]
        case .settled: random.below(3) == 0 ? 10 : random.below(12)
        case .handled, .withdrawn: random.below(12)
        }
    }

    private mutating func disburse(_ loan: Loan) throws {
        let funds = random.below(6) == 0 ? LoanFund.allCases : loan.programme.funds
        let fund = funds[random.below(funds.count)]
        let before = try bank.store.read { try Ledger($0).balance(.available(fund.line)) }
        let word =
            random.below(3) == 0 ? OfficerWord(reason: try LoanText(validating: "cần"), officer: try LoanText(validating: "giám đốc")) : nil
        let booking = try bank.write { try $0.disburse(loan.loanRef, from: fund, voucher: "PC-1", override: word, in: $1) }
        guard !booking.isRepeat else { return }
        let amount = try #require(loan.approved).dong
        lent[loan.loanRef, default: 0] += amount
        if amount > before {
            #expect(word != nil, "overspent without a word")
            overridden.insert(fund.line)
        }
    }

    private mutating func repay(_ ref: String) throws {
        let owed = lent[ref, default: 0] - repaid[ref, default: 0]
        let amount = random.below(3) == 0 ? owed : owed / Int64(1 + random.below(5)) + Int64(random.below(3)) - 1
        // Now and then of some days ago.
        let day = random.below(4) == 0 ? bank.now.day().adding(days: -random.below(40)) : nil
        let number = try bank.store.read { try Ledger($0).nextNumber(ref) }
        let voucher = try Voucher(validating: "PT-\(number)")
        let isRepeated = random.below(4) == 0
        try bank.write { _ = try $0.repay(ref, VND(amount), on: day, voucher: voucher, in: $1) }
        // The command was killed after its commit, and is said again.
        if isRepeated {
            let again = try bank.write { try $0.repay(ref, VND(amount), on: day, voucher: voucher, in: $1) }
            #expect(again.isRepeat)
        }
        repaid[ref, default: 0] += amount
        standing[ref, default: []].append((number, amount))
    }

    private mutating func reverse(_ ref: String) throws {
        let own = standing[ref] ?? []
        // One that is not there, now and then.
        let place = own.isEmpty || random.below(8) == 0 ? nil : random.below(own.count)
        try bank.reverse(ref, entry: place.map { own[$0].number } ?? 1)
        guard let place else { return }
        repaid[ref, default: 0] -= own[place].amount
        standing[ref]?.remove(at: place)
        reversals += 1
    }

    mutating func check(_ place: String) throws {
        let lines = try bank.store.read { database in
            #expect(try Int64.fetchOne(database, sql: "SELECT coalesce(sum(amount), 0) FROM posting") == 0, "\(place)")
            let sql = "SELECT count(*) FROM (SELECT 1 FROM posting GROUP BY entry HAVING sum(amount) <> 0)"
            #expect(try Int.fetchOne(database, sql: sql) == 0, "\(place)")
            let sums =
                "SELECT loan_ref, sum(amount) FROM entry JOIN posting ON posting.entry = entry.id WHERE account LIKE 'lent/%' GROUP BY loan_ref"
            for row in try Row.fetchAll(database, sql: sums) {
                #expect(lent[row[0]] == (row[1] as Int64) + repaid[row[0], default: 0], "\(place)")
            }
            let files = """
                SELECT loan_ref, state, (SELECT group_concat(day || to_state) FROM loan_step WHERE loan_step.loan_ref = loan.loan_ref) FROM loan
                """
            for row in try Row.fetchAll(database, sql: files) { try checkSteps(of: row[0], row[1], row[2] ?? "", place, database) }
            return try FundStanding.all(database)
        }
        for line in lines { #expect(line.available >= .zero || overridden.contains(line.line), "\(place)") }
        let paid = lines.flatMap(\.parts).reduce(0) { $0 + $1.lent.dong }
        #expect(paid == lent.values.reduce(0, +), "\(place)")
    }

    /// The history leads from the list to where the loan stands, by legal steps alone.
    private mutating func checkSteps(of ref: String, _ now: LoanState, _ steps: String, _ place: String, _ database: Database) throws {
        // What was entered late, or reversed, may change steps that were taken, and lead to the same state.
        guard known[ref] != steps else { return }
        known[ref] = steps
        reached.insert(now)
        var state = LoanState.listed
        for step in try LoanStep.all(of: ref, database) {
            #expect(step.from == state && state.following.contains(step.to), "\(place)")
            state = step.to
        }
        #expect(state == now, "\(place)")
    }
}

/// A seeded generator (SplitMix64).
struct BankRandom {
    var state: UInt64

    /// 0 up to a number less one.
    mutating func below(_ count: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(count))
    }
}
