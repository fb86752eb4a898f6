import Contracts
import Foundation
import Testing

extension EndToEnd {
    /// A clerk's command that is killed in the middle of its transaction, given again, and given once more because nobody saw the answer, leaves the store
    /// that an undisturbed one leaves.
    @Suite struct CutOffCommandTests {
        private let folder: TestFolder
        private let gateway: TestGateway
        private let clock: String

        init() throws {
            folder = try TestFolder()
            gateway = try TestGateway()
            // 25 October 2025, 8 o'clock in Vietnam.
            clock = try folder.write("1761354000000000", to: "clock")
        }

        private func start(_ arguments: [String]) throws -> RunningProgram {
            try Program.start(arguments + ["--lang", "en"], environment: ["CUAKHAU_CLOCK": clock])
        }

        private func makeOffice(_ kind: String, _ profile: String, isDisturbed: Bool) async throws -> String {
            let home = folder.file("\(kind)-\(isDisturbed)")
            let made = try await start([kind, "init", home, "--profile", profile, "--exercise", "--seed", "7"]).result()
            #expect(made.status == 0, "\(made.errors)")
            return home
        }

        /// Gives a command to an office.
        ///
        /// - Parameter isDisturbed: Kill it first, in its transaction; and give it once more than needed, which is to be refused.
        /// - Returns: What it said when it came to its end.
        private func give(_ command: [String], at home: String, isDisturbed: Bool, refusal: Int32) async throws -> Program.Result {
            let command = command + ["--home", home]
            if isDisturbed {
                let store = try StoreFile(home + "/store.sqlite")
                try store.hold()
                let killed = try start(command)
                try await wait(for: "the command is at its commit") { !killed.isRunning || store.isAwaited }
                #expect(killed.isRunning, "\(killed.errors)")
                killed.kill()
            }
            let result = try await start(command).result()
            #expect(result.status == 0, "\(result.errors)")
            if isDisturbed {
                let again = try await start(command).result()
                #expect(again.status == refusal, "\(again.output)\(again.errors)")
            }
            return result
        }

        /// Each row after its table's name, but for what belongs to a run: the office's own row and the names of events.
        private func content(_ home: String) throws -> [String] {
            let store = try StoreFile(home + "/store.sqlite")
            let tables = try store.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            return try tables.filter { !["office", "grdb_migrations"].contains($0) }.flatMap { table in
                let columns = table == "outbox_message" ? ["type", "body"] : try store.rows("SELECT name FROM pragma_table_info('\(table)')")
                let all = columns.map { "quote(\"\($0)\")" }.joined(separator: " || '|' || ")
                return try store.rows("SELECT \(all) FROM \"\(table)\" ORDER BY 1").map { "\(table) \($0)" }
            }
        }

        @Test func `the desk's orders are imported and published once`() async throws {
            let profile = try gateway.profileFile(gateway.addPrincipal("pingxiang", .desk))
            let header = "number,employer,sector,seats,season_from,season_to,wage,hours_per_week,lodging,insurance,gates\n"
            let rows = (1...3).map { "A-\($0),farm-1,agriculture,40,2025-11-01,2026-03-31,150.00 CNY day,48,employer,employer,HN CM\n" }
            let file = try folder.write(header + rows.joined(), to: "orders.csv")
            var contents: [[String]] = []
            for isDisturbed in [false, true] {
                let home = try await makeOffice("desk", profile, isDisturbed: isDisturbed)
                _ = try await give(["desk", "order", "import", file], at: home, isDisturbed: isDisturbed, refusal: 65)
                _ = try await give(["desk", "order", "publish", "A-1", "A-3"], at: home, isDisturbed: isDisturbed, refusal: 75)
                contents.append(try content(home))
            }
            #expect(contents[0].count { $0.hasPrefix("demand_order ") } == 3)
            #expect(contents[0].count { $0.hasPrefix("outbox_message ") } == 2)
            #expect(contents[0] == contents[1])
        }

        @Test func `a protection case is opened, taken and followed once`() async throws {
            let profile = try gateway.profileFile(gateway.addPrincipal("affairs", .affairs))
            let officer = ["--officer", "Lan"]
            var contents: [[String]] = []
            for isDisturbed in [false, true] {
                let home = try await makeOffice("affairs", profile, isDisturbed: isDisturbed)
                let opening = ["affairs", "case", "open", "--channel", "phone", "--kind", "wages", "--country", "CN", "--persons", "6"] + officer
                let opened = try await give(opening, at: home, isDisturbed: isDisturbed, refusal: 75)
                let id = try #require(opened.lines.first)
                _ = try await give(["affairs", "case", "take", id] + officer, at: home, isDisturbed: isDisturbed, refusal: 75)
                let update = ["affairs", "case", "update", id, "--note", "đã gọi lại cho gia đình"] + officer
                _ = try await give(update, at: home, isDisturbed: isDisturbed, refusal: 75)
                contents.append(try content(home))
            }
            #expect(contents[0].count { $0.hasPrefix("protection_case ") } == 1)
            #expect(contents[0].count { $0.hasPrefix("case_step ") } == 3)
            #expect(contents[0] == contents[1])
        }
    }
}
