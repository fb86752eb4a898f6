import Contracts
import GRDB
import Testing

@testable import Agencies

/// Messages of different agencies come in any order, and lead to one store.
@Suite struct BankInterleavingTests {
    private static let tables = [
        "loan", "loan_step", "missing_paper", "instalment", "work_contract", "trouble", "entry", "posting", "lending_report",
    ]

    /// All that the bank holds but for the ids of messages.
    private func content(_ bank: OfficeTrial<PolicyBank>) throws -> [String] {
        try bank.store.read { database in
            try Self.tables.flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { row in
                    table + row.filter { $0.0 != "event_id" }.map { " \($0.0)=\($0.1)" }.joined()
                }.sorted()
            }
        }
    }

    /// A morning's lists of two communes and the labour hub's contracts, then a clerk's work, then half a year.
    private func season(_ seed: UInt64, lookEvery days: Int) throws -> [String] {
        let bank = try OfficeTrial(PolicyBank(), day: "2025-10-27")
        try bank.leaveTheDiskAlone()
        var random = BankRandom(state: seed)
        var sources: [[() throws -> Void]] = [
            (1...4).flatMap { worker in
                [{ try bank.need(worker, 10_000_000) }, { try bank.need(worker, Int64(worker) * 12_000_000) }]
            },
            (5...8).map { worker in { try bank.need(worker, 9_000_000, .jobCreation, from: "commune-b") } },
            (1...4).flatMap { worker in
                [{ try bank.workContract(worker) }, { try bank.workContract(worker, end: "2026-05-31") }]
            },
        ]
        while !sources.isEmpty {
            let source = random.below(sources.count)
            try sources[source].removeFirst()()
            if sources[source].isEmpty { sources.remove(at: source) }
        }
        for worker in 1...8 {
            let ref = try bank.loan(worker).loanRef
            try bank.write {
                _ = try $0.receive(ref, in: $1)
                guard worker % 4 != 0 else { return }
                _ = try $0.approve(ref, in: $1)
                _ = try $0.conclude(ref, in: $1)
                _ = try $0.disburse(ref, from: worker <= 4 ? .central : .province, voucher: "PC-1", in: $1)
                guard worker % 2 == 0 else { return }
                _ = try $0.repay(ref, VND(8_000_000), voucher: "PT-1", in: $1)
            }
        }
        // The service looks at the clock now and then: what it finds is the same.
        for _ in 0..<(180 / days) { try bank.tick(days: days) }
        return try content(bank)
    }

    @Test func `however messages interleave, and however seldom the clock is looked at, the store is the same`() throws {
        let expected = try season(1, lookEvery: 1)
        #expect(expected.count { $0.hasPrefix("loan ") && $0.contains("overdue") } == 4)
        for seed in 2...6 as ClosedRange<UInt64> {
            #expect(try season(seed, lookEvery: [2, 3, 30, 60, 90][Int(seed) - 2]) == expected, "seed \(seed)")
        }
    }
}
