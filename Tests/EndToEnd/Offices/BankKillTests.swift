import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// A clerk's command is killed, and the clerk, who knows nothing of what became of it, says it again.
    @Suite struct BankKillTests {
        private enum Moment: CaseIterable {
            case never
            /// All is written, and nothing committed.
            case beforeCommit
            /// All is committed, and the clerk has no answer.
            case beforeAnswer
        }

        private static let list = """
            worker_ref,commune,programme,category,amount
            01J00000000000000000000001,06001,job_creation,poor,60000000
            01J00000000000000000000002,06001,job_creation,poor,40000000

            """

        /// Runs a command, killed at a moment first.
        private func run(_ arguments: [String], killed moment: Moment, _ bank: BankFolder) async throws {
            let reader = try StoreFile(bank.storePath)
            switch moment {
            case .never: break
            case .beforeCommit:
                try reader.hold()
                let command = try bank.start(arguments)
                try await wait(for: "it is at its commit") { reader.isAwaited }
                #expect(command.isRunning)
                command.kill()
                try reader.letGo()
            case .beforeAnswer:
                let pipe = FullPipe()
                pipe.fill()
                let before = try reader.rows("PRAGMA data_version")
                let command = try bank.start(arguments, output: pipe.input)
                try await wait(for: "it has committed") { try reader.rows("PRAGMA data_version") != before }
                #expect(command.isRunning)
                command.kill()
            }
            let again = try await bank.start(arguments).result()
            #expect(again.status == 0, "\(moment): \(again.errors)")
        }

        /// A list, two loans paid out, and what comes back, each command killed at a moment; and what the bank holds at the end.
        private func day(_ moment: Moment) async throws -> [String] {
            let gateway = try TestGateway()
            let bank = try await BankFolder(TestFolder(), profile: gateway.profileFile(gateway.addPrincipal("bank", .bank)), day: "2025-10-27")
            let list = try bank.folder.write(Self.list, to: "list.csv")
            try await run(["loan", "import", list], killed: moment, bank)
            let files = try await bank.list("loan", "list", "--officer", "Lan").sorted {
                ($0["requested_vnd"] as? Int ?? 0) > ($1["requested_vnd"] as? Int ?? 0)
            }
            let refs = files.compactMap { $0["loan_ref"] as? String }
            try #require(refs.count == 2)
            for ref in refs {
                for act in [["receive", ref], ["decide", ref, "approve"], ["contract", ref]] {
                    let result = try await bank.start(["loan"] + act).result()
                    #expect(result.status == 0, "\(result.errors)")
                }
                try await run(["loan", "disburse", ref, "--fund", "province", "--voucher", "PC-1"], killed: moment, bank)
            }
            try bank.move(to: "2025-11-03")
            try await run(["loan", "repay", refs[0], "--amount", "15.000.000", "--voucher", "PT-1"], killed: moment, bank)
            try await run(["loan", "repay", refs[1], "--amount", "40.000.000", "--voucher", "PT-1"], killed: moment, bank)
            let reverse = ["loan", "reverse", refs[1], "--entry", "2", "--reason", "ghi nhầm", "--officer", "Kế toán"]
            try await run(reverse, killed: moment, bank)

            var held = try StoreFile(bank.storePath).rows("SELECT type || ' ' || count(*) FROM outbox_message GROUP BY type ORDER BY type")
            let who = ["--officer", "Lan"]
            let views = [
                ["loan", "list"] + who, ["loan", "show", refs[0]] + who, ["loan", "show", refs[1]] + who, ["ledger", "list"], ["fund", "list"],
            ]
            for view in views { held += try await bank.start(view + ["--json"]).result().lines }
            let checked = try await bank.start(["ledger", "check"]).result()
            #expect(checked.status == 0, "\(checked.errors)")
            return held
        }

        @Test(.timeLimit(.minutes(2)))
        func `import, disbursement, repayment and reversal, killed before or after their commit and said again, are done once`() async throws {
            let expected = try await day(.never)
            #expect(expected.contains { $0.contains("\"outstanding_vnd\":45000000") })
            for moment in [Moment.beforeCommit, .beforeAnswer] { #expect(try await day(moment) == expected, "\(moment)") }
        }
    }
}
