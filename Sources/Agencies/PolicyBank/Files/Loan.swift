import Client
public import GRDB

/// A loan file. What it owes stands in the ledger alone.
public struct Loan: Sendable {
    public let loanRef: String
    /// Nil once the bank has forgotten whose it was.
    public internal(set) var workerRef: String?
    public internal(set) var category: String?
    /// The commune's office that listed it, by name of principal.
    public let listedBy: String?
    public let programme: LoanProgramme
    public internal(set) var requested: VND
    /// What was approved, and is paid out as a whole.
    public internal(set) var approved: VND?
    public internal(set) var state: LoanState
    /// How many steps it has taken.
    var steps: Int
    public let listedOn: CalendarDay
    public internal(set) var completeOn: CalendarDay?
    /// The last working day for its decision.
    public internal(set) var decideBy: CalendarDay?
    public internal(set) var disbursedOn: CalendarDay?
    public internal(set) var endedOn: CalendarDay?
    public internal(set) var terms: RepaymentTerms?
    public internal(set) var fund: LoanFund?
    /// The number of the schedule in force; 0: there is none yet.
    var plan: Int
    /// What had been repaid when that schedule began.
    var planBase: VND
    /// How many steps it had taken by then, and how many entries the ledger had of it.
    var planStep: Int
    var planEntry: Int
    /// The chain of messages that it stands in; nil: it was listed on paper.
    let chain: MessageChain?

    init(_ ref: ULID, _ need: LoanNeed, on day: CalendarDay, chain: MessageChain?) {
        loanRef = ref.description
        workerRef = need.workerRef
        category = need.category
        listedBy = need.listedBy
        programme = need.programme
        requested = need.amount
        state = .listed
        steps = 0
        listedOn = day
        plan = 0
        planBase = .zero
        planStep = 0
        planEntry = 0
        self.chain = chain
    }

    init(_ row: Row) {
        loanRef = row["loan_ref"]
        workerRef = row["worker_ref"]
        category = row["category"]
        listedBy = row["listed_by"]
        programme = row["programme"]
        requested = VND(row["requested"])
        approved = (row["approved"] as Int64?).map { VND($0) }
        state = row["state"]
        steps = row["steps"]
        guard let listed = Self.day(row["listed_on"]) else { preconditionFailure("the store holds the days that this type wrote") }
        listedOn = listed
        completeOn = Self.day(row["complete_on"])
        decideBy = Self.day(row["decide_by"])
        disbursedOn = Self.day(row["disbursed_on"])
        endedOn = Self.day(row["ended_on"])
        if let instalments: Int = row["instalments"], let months: Int = row["months"] {
            terms = RepaymentTerms(stored: instalments, months)
        }
        fund = row["fund"]
        plan = row["plan"]
        planBase = VND(row["plan_base"])
        planStep = row["plan_step"]
        planEntry = row["plan_entry"]
        chain = (row["event_id"] as String?).flatMap { MessageChain(stored: $0) }
    }

    private static func day(_ text: String?) -> CalendarDay? { text.flatMap { CalendarDay($0) } }

    /// Whether its decision is past its day.
    public func isLate(on day: CalendarDay) -> Bool { LoanState.undecided.contains(state) && decideBy.map { $0 < day } ?? false }

    // MARK: The store

    public static func find(_ loanRef: String, _ database: Database) throws -> Loan? {
        try Row.fetchOne(database, sql: "SELECT * FROM loan WHERE loan_ref = ?", arguments: [loanRef]).map(Loan.init)
    }

    /// The file of a worker's that is open; of several, the one that was opened last.
    static func open(_ workerRef: String, _ programme: LoanProgramme, _ database: Database) throws -> Loan? {
        let sql = "SELECT * FROM loan WHERE worker_ref = ? AND programme = ? AND ended_on IS NULL ORDER BY loan_ref DESC"
        return try Row.fetchOne(database, sql: sql, arguments: [workerRef, programme]).map(Loan.init)
    }

    /// In the order of their names, which is the order in which they were opened.
    public static func all(_ database: Database, state: LoanState? = nil) throws -> [Loan] {
        let sql = "SELECT * FROM loan WHERE :state IS NULL OR state = :state ORDER BY loan_ref"
        return try Row.fetchAll(database, sql: sql, arguments: ["state": state]).map(Loan.init)
    }

    /// The papers that were missing when it was looked through last, as codes.
    public func missingPapers(_ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "SELECT code FROM missing_paper WHERE loan_ref = ? ORDER BY code", arguments: [loanRef])
    }

    /// Writes it down as it is now.
    func save(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO loan (loan_ref, worker_ref, category, listed_by, programme, requested, approved, state, steps, listed_on, complete_on,
                  decide_by, disbursed_on, ended_on, instalments, months, fund, plan, plan_base, plan_step, plan_entry, event_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (loan_ref) DO UPDATE SET category = excluded.category, requested = excluded.requested, approved = excluded.approved,
                  state = excluded.state, steps = excluded.steps, complete_on = excluded.complete_on, decide_by = excluded.decide_by,
                  disbursed_on = excluded.disbursed_on, ended_on = excluded.ended_on, instalments = excluded.instalments, months = excluded.months,
                  fund = excluded.fund, plan = excluded.plan, plan_base = excluded.plan_base, plan_step = excluded.plan_step,
                  plan_entry = excluded.plan_entry
                """,
            arguments: [
                loanRef, workerRef, category, listedBy, programme, requested.dong, approved?.dong, state, steps, listedOn.description,
                completeOn?.description, decideBy?.description, disbursedOn?.description, endedOn?.description, terms?.instalments, terms?.months,
                fund, plan, planBase.dong, planStep, planEntry, chain?.stored,
            ]
        )
    }
}
